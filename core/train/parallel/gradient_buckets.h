// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <torch/types.h>

#include <functional>
#include <vector>

namespace enlarger::train {

/// Cuts the gradients of a network into buckets of some megabytes, in the order in which a backward pass
/// gives them, and says when each is complete, so that it can be on its way to the other processes while the
/// pass goes on.
class GradientBuckets
{
public:
    using Sender = std::function<void(std::size_t bucket, const torch::Tensor& flat)>;

    /// Hooks itself to the parameters for good. `send` begins to average a flat fp32 tensor in place; it is
    /// called on the thread of the backward pass.
    GradientBuckets(std::vector<torch::Tensor> parameters, Sender send);
    ~GradientBuckets();
    GradientBuckets(const GradientBuckets&) = delete;
    GradientBuckets& operator=(const GradientBuckets&) = delete;

    bool isFor(const std::vector<torch::Tensor>& parameters) const;
    /// The next backward pass is the one whose gradients count.
    void arm();
    /// Sends what has not been sent yet.
    void flush();
    /// Puts the averaged values back; to be called when all of them have come.
    void unpack();

private:
    struct Bucket
    {
        std::vector<torch::Tensor> parameters;
        torch::Tensor flat;
        std::size_t missing = 0;
        bool isSent = false;
    };
    void sendComplete();
    void sendBucket(std::size_t place);

    std::vector<Bucket> m_buckets;
    bool m_isArmed = false;
    std::vector<torch::Tensor> m_parameters;
    std::vector<unsigned> m_hooks; // of m_parameters
    Sender m_send;
};

} // namespace enlarger::train
