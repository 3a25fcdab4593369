// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <algorithm>
#include <condition_variable>
#include <deque>
#include <functional>
#include <future>
#include <mutex>
#include <stop_token>
#include <system_error>
#include <thread>
#include <vector>

namespace enlarger::app {

/// Threads that do what they are given, in its order.
class Workers
{
public:
    /// One a core, but at most so many.
    explicit Workers(int most)
    {
        const int cores = std::max(1, int(std::thread::hardware_concurrency()));
        try {
            for (int i = 0; i < std::min(cores, most); ++i)
                m_threads.emplace_back([this](const std::stop_token& stop) { run(stop); });
        } catch (const std::system_error&) {
            // There are no more to be had.
        }
    }

    /// What nobody has begun is left undone.
    ~Workers()
    {
        const std::lock_guard lock(m_mutex);
        m_tasks.clear();
    }
    Workers(const Workers&) = delete;
    Workers& operator=(const Workers&) = delete;

    std::size_t count() const { return std::max<std::size_t>(1, m_threads.size()); }

    std::future<void> begin(std::function<void()> work)
    {
        std::packaged_task<void()> task(std::move(work));
        std::future<void> done = task.get_future();
        if (m_threads.empty()) {
            task();
            return done;
        }
        {
            const std::lock_guard lock(m_mutex);
            m_tasks.push_back(std::move(task));
        }
        m_hasCome.notify_one();
        return done;
    }

private:
    void run(const std::stop_token& stop)
    {
        std::unique_lock lock(m_mutex);
        while (m_hasCome.wait(lock, stop, [this] { return !m_tasks.empty(); })) {
            std::packaged_task<void()> task = std::move(m_tasks.front());
            m_tasks.pop_front();
            lock.unlock();
            task();
            lock.lock();
        }
    }

    std::mutex m_mutex;
    std::condition_variable_any m_hasCome;
    std::deque<std::packaged_task<void()>> m_tasks;
    std::vector<std::jthread> m_threads; // last: they end first
};

} // namespace enlarger::app
