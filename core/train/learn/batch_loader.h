// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/train/data/sample_source.h"

#include <torch/types.h>

#include <condition_variable>
#include <functional>
#include <map>
#include <mutex>
#include <thread>
#include <vector>

namespace enlarger::train {

/// What a micro-batch learns from. On the CPU, channels-last, 0..1.
struct Batch
{
    torch::Tensor hr; // N x 3 x crop x crop
    torch::Tensor lr; // N x 3 x crop / scale x crop / scale; undefined: to be made from hr
};

/// Stacks samples to batches in threads of its own, ahead of the trainer. Batch b of process r of n holds the
/// samples from (b n + r) x size on, so that n processes together see what one with n times the batch sees.
class BatchLoader
{
public:
    struct Share
    {
        int batch = 16;  // samples a batch
        int process = 0; // of `processes`
        int processes = 1;
    };

    /// Changes a batch, whose first sample has that number; called from several threads at once.
    using Change = std::function<void(Batch&, std::uint64_t first)>;

    /// Begins with batch `first`. The source must outlive the loader.
    BatchLoader(const SampleSource& source, const Share& share, std::int64_t first, int threads,
                Change change = {});
    ~BatchLoader();
    BatchLoader(const BatchLoader&) = delete;
    BatchLoader& operator=(const BatchLoader&) = delete;

    /// The next batch, in order. Waits for it.
    Result<Batch> next();
    double secondsWaited() const { return m_secondsWaited; }

private:
    void work(const std::stop_token& stop);
    Result<Batch> make(std::int64_t number) const;

    const SampleSource& m_source;
    Share m_share;
    Change m_change;        // empty: batches stay as they are
    std::int64_t m_next;    // that next() gives
    std::int64_t m_claimed; // the first that no thread has begun
    std::size_t m_ahead;    // batches that may wait
    double m_secondsWaited = 0.0;
    std::map<std::int64_t, Result<Batch>> m_ready;
    std::mutex m_mutex;
    std::condition_variable_any m_changed;
    std::vector<std::jthread> m_threads; // last: they end first
};

torch::Tensor tensorOf(const std::vector<const image::Image*>& pictures); // N x C x H x W, channels-last

} // namespace enlarger::train
