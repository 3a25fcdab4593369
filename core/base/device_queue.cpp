// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/device_queue.h"

#include <chrono>

namespace enlarger {

namespace {

constexpr auto blink = std::chrono::milliseconds(250); // who waits for less need not be told

}

DeviceQueue::Claim::Claim(DeviceQueue& queue, Urgency urgency)
    : m_queue(queue)
    , m_urgency(urgency)
{
    const std::lock_guard lock(m_queue.m_mutex);
    ++m_queue.m_claims[static_cast<std::size_t>(m_urgency)];
}

DeviceQueue::Claim::~Claim()
{
    {
        const std::lock_guard lock(m_queue.m_mutex);
        --m_queue.m_claims[static_cast<std::size_t>(m_urgency)];
    }
    m_queue.m_changed.notify_all();
}

bool DeviceQueue::waitForTurn(Urgency urgency, const std::stop_token& stop, const WaitSink& waiting)
{
    const auto isMyTurn = [&] { return isFree(urgency); };
    std::unique_lock lock(m_mutex);
    if (!waiting)
        return m_changed.wait(lock, stop, isMyTurn);
    if (m_changed.wait_for(lock, stop, blink, isMyTurn))
        return true;
    if (stop.stop_requested())
        return false;
    lock.unlock();
    waiting(true);
    lock.lock();
    const bool isFree = m_changed.wait(lock, stop, isMyTurn);
    lock.unlock();
    waiting(false);
    return isFree;
}

bool DeviceQueue::isFree(Urgency urgency) const
{
    for (std::size_t u = 0; u < static_cast<std::size_t>(urgency); ++u)
        if (m_claims[u] > 0)
            return false;
    return true;
}

} // namespace enlarger
