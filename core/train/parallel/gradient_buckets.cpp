// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/train/parallel/gradient_buckets.h"

#include <algorithm>

namespace enlarger::train {

namespace {

constexpr std::int64_t bucketElements = 1 << 20; // 4 MiB

} // namespace

GradientBuckets::GradientBuckets(std::vector<torch::Tensor> parameters, Sender send)
    : m_parameters(std::move(parameters))
    , m_send(std::move(send))
{
    // The backward pass goes from the last parameters to the first.
    std::int64_t elements = bucketElements;
    for (auto parameter = m_parameters.rbegin(); parameter != m_parameters.rend(); ++parameter) {
        if (elements >= bucketElements) {
            m_buckets.emplace_back();
            elements = 0;
        }
        m_buckets.back().parameters.push_back(*parameter);
        elements += parameter->numel();
        const std::size_t place = m_buckets.size() - 1;
        // A hook runs just before its gradient is added, so that a bucket is complete at the hook after its
        // last one.
        m_hooks.push_back(parameter->register_hook([this, place](const torch::Tensor&) {
            if (!m_isArmed)
                return;
            sendComplete();
            Bucket& bucket = m_buckets[place];
            if (bucket.missing > 0)
                --bucket.missing;
        }));
    }
    std::reverse(m_hooks.begin(), m_hooks.end());
}

GradientBuckets::~GradientBuckets()
{
    for (std::size_t i = 0; i < m_hooks.size(); ++i)
        m_parameters[i].remove_hook(m_hooks[i]);
}

bool GradientBuckets::isFor(const std::vector<torch::Tensor>& parameters) const
{
    return parameters.size() == m_parameters.size() &&
           (parameters.empty() || parameters.front().is_same(m_parameters.front()));
}

void GradientBuckets::arm()
{
    for (Bucket& bucket : m_buckets) {
        bucket.missing = bucket.parameters.size();
        bucket.isSent = false;
    }
    m_isArmed = true;
}

void GradientBuckets::sendComplete()
{
    for (std::size_t place = 0; place < m_buckets.size(); ++place)
        if (m_buckets[place].missing == 0 && !m_buckets[place].isSent)
            sendBucket(place);
}

void GradientBuckets::sendBucket(std::size_t place)
{
    const torch::NoGradGuard noGrad;
    Bucket& bucket = m_buckets[place];
    std::vector<torch::Tensor> parts;
    for (torch::Tensor& parameter : bucket.parameters) {
        if (!parameter.grad().defined())
            parameter.mutable_grad() = torch::zeros_like(parameter);
        parts.push_back(parameter.grad().reshape({-1}));
    }
    bucket.flat = torch::cat(parts);
    bucket.isSent = true;
    m_send(place, bucket.flat);
}

void GradientBuckets::flush()
{
    // All processes must send their buckets in one order: complete ones went first, in the order of the pass,
    // which is the same everywhere.
    for (std::size_t place = 0; place < m_buckets.size(); ++place)
        if (!m_buckets[place].isSent)
            sendBucket(place);
    m_isArmed = false;
}

void GradientBuckets::unpack()
{
    const torch::NoGradGuard noGrad;
    for (Bucket& bucket : m_buckets) {
        std::int64_t at = 0;
        for (torch::Tensor& parameter : bucket.parameters) {
            parameter.mutable_grad().copy_(
                bucket.flat.narrow(0, at, parameter.numel()).view(parameter.sizes()));
            at += parameter.numel();
        }
        bucket.flat.reset();
    }
}

} // namespace enlarger::train
