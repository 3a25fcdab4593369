// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/train/learn/batch_loader.h"

#include <chrono>
#include <exception>

namespace enlarger::train {

torch::Tensor tensorOf(const std::vector<const image::Image*>& pictures)
{
    const image::Image& first = *pictures.front();
    // Interleaved rows are what channels-last means.
    const torch::Tensor rows = torch::empty(
        {std::int64_t(pictures.size()), first.height(), first.width(), first.channels()}, torch::kFloat32);
    for (std::size_t i = 0; i < pictures.size(); ++i)
        std::copy_n(pictures[i]->data(), pictures[i]->size(), rows[std::int64_t(i)].data_ptr<float>());
    return rows.permute({0, 3, 1, 2});
}

BatchLoader::BatchLoader(const SampleSource& source, const Share& share, std::int64_t first, int threads,
                         Change change)
    : m_source(source)
    , m_share(share)
    , m_change(std::move(change))
    , m_next(first)
    , m_claimed(first)
    , m_ahead(std::size_t(threads) + 2)
{
    for (int i = 0; i < threads; ++i)
        m_threads.emplace_back([this](const std::stop_token& stop) { work(stop); });
}

BatchLoader::~BatchLoader()
{
    for (std::jthread& thread : m_threads)
        thread.request_stop();
}

Result<Batch> BatchLoader::next()
{
    const auto began = std::chrono::steady_clock::now();
    std::unique_lock lock(m_mutex);
    m_changed.wait(lock, [this] { return m_ready.contains(m_next); });
    m_secondsWaited += std::chrono::duration<double>(std::chrono::steady_clock::now() - began).count();
    auto node = m_ready.extract(m_next++);
    m_changed.notify_all();
    return std::move(node.mapped());
}

void BatchLoader::work(const std::stop_token& stop)
{
    std::unique_lock lock(m_mutex);
    while (m_changed.wait(lock, stop, [this] { return m_claimed < m_next + std::int64_t(m_ahead); })) {
        const std::int64_t number = m_claimed++;
        lock.unlock();
        Result<Batch> batch = make(number);
        lock.lock();
        m_ready.emplace(number, std::move(batch));
        m_changed.notify_all();
    }
}

Result<Batch> BatchLoader::make(std::int64_t number) const
try {
    const auto first =
        std::uint64_t(number * m_share.processes + m_share.process) * std::uint64_t(m_share.batch);
    std::vector<Sample> samples;
    std::vector<const image::Image*> hr;
    std::vector<const image::Image*> lr;
    for (int i = 0; i < m_share.batch; ++i) {
        auto sample = m_source.sample(first + std::uint64_t(i));
        if (!sample)
            return sample.error();
        samples.push_back(*std::move(sample));
    }
    for (const Sample& sample : samples) {
        hr.push_back(&sample.hr);
        if (!sample.lr.empty())
            lr.push_back(&sample.lr);
    }
    if (!lr.empty() && lr.size() != hr.size())
        return Error{
            ErrorKind::Internal, "some samples of a batch have LR pictures, and some do not", {}, {}};
    Batch batch{tensorOf(hr), lr.empty() ? torch::Tensor{} : tensorOf(lr)};
    if (m_change)
        m_change(batch, first);
    return batch;
} catch (const std::bad_alloc&) {
    return Error{
        ErrorKind::OutOfMemory, "there is not enough memory for a batch", {}, "Set a smaller data.batch"};
} catch (const std::exception& problem) {
    return Error{ErrorKind::Internal, std::string("a batch could not be made: ") + problem.what(), {}, {}};
}

} // namespace enlarger::train
