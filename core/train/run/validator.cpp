// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/train/run/validator.h"

#include "core/infer/engine/pixel_tensors.h"
#include "core/nn/gated_forward.h"
#include "core/train/learn/autocast.h"
#include "core/train/learn/batch_loader.h"
#include "core/train/learn/bicubic_resize.h"
#include "core/train/learn/tensor_metrics.h"
#include "core/train/run/strip.h"

#include <algorithm>

namespace enlarger::train {

namespace {

constexpr std::size_t stripRows = 4;
image::Image imageOf(const torch::Tensor& picture)
{
    return infer::imageOf(picture, int(picture.size(3)), int(picture.size(2)));
}

} // namespace

Validator::Validator(const std::vector<Sample>& heldOut, int scale, const torch::Device& device,
                     device::Precision precision, PictureDistance lpips)
    : m_scale(scale)
    , m_device(device)
    , m_precision(precision)
    , m_lpips(std::move(lpips))
{
    for (const Sample& sample : heldOut) {
        Picture picture;
        picture.hr = tensorOf({&sample.hr}).to(device);
        picture.lr = sample.lr.empty() ? shrinkBicubic(picture.hr, scale) : tensorOf({&sample.lr}).to(device);
        picture.bicubic = resizeBicubic(picture.lr, picture.hr.size(2), picture.hr.size(3)).clamp(0.0, 1.0);
        m_pictures.push_back(std::move(picture));
    }
}

torch::Tensor Validator::enlarge(nn::Network& network, const Picture& picture, Gate& gate) const
{
    const torch::NoGradGuard noGrad;
    const nn::GatedForward gated(gate);
    const nn::Autocast narrow(m_device, autocastType(m_precision));
    const std::int64_t height = picture.lr.size(2);
    const std::int64_t width = picture.lr.size(3);
    const std::int64_t multiple = network.inputMultiple();
    const auto missing = [&](std::int64_t side) { return (multiple - side % multiple) % multiple; };
    torch::Tensor lr = picture.lr;
    if (missing(height) + missing(width) > 0) // mirrored, and cut again below
        lr = torch::reflection_pad2d(lr, {0, missing(width), 0, missing(height)});
    return network.forward(lr)
        .narrow(2, 0, height * m_scale)
        .narrow(3, 0, width * m_scale)
        .to(torch::kFloat32)
        .clamp(0.0, 1.0);
}

std::map<std::string, double>
Validator::measure(const std::function<torch::Tensor(const Picture&)>& enlarged) const
{
    std::map<std::string, double> means;
    for (const Picture& picture : m_pictures) {
        const torch::Tensor sr = enlarged(picture);
        const double share = 1.0 / double(m_pictures.size());
        means["psnr"] += share * psnrY(sr, picture.hr, m_scale);
        means["ssim"] += share * ssimY(sr, picture.hr, m_scale);
        means["drift"] += share * colourDrift(sr, picture.bicubic);
        means["sharpness"] += share * sharpness(sr, picture.hr);
        if (m_lpips)
            means["lpips"] += share * m_lpips(sr, picture.hr);
    }
    return means;
}

std::map<std::string, double> Validator::measure(nn::Network& network, Gate& gate) const
{
    network.eval();
    return measure([&](const Picture& picture) { return enlarge(network, picture, gate); });
}

std::map<std::string, double> Validator::measureBicubic() const
{
    return measure([](const Picture& picture) { return picture.bicubic; });
}

void Validator::setBase(nn::Network& network, Gate& gate)
{
    network.eval();
    for (Picture& picture : m_pictures)
        picture.base = enlarge(network, picture, gate);
}

weights::StateDict Validator::base() const
{
    weights::StateDict pictures;
    for (std::size_t i = 0; i < std::min(stripRows, m_pictures.size()); ++i)
        pictures.add(std::to_string(i), m_pictures[i].base.cpu().contiguous());
    return pictures;
}

bool Validator::setBase(const weights::StateDict& pictures)
{
    const std::size_t count = std::min(stripRows, m_pictures.size());
    for (std::size_t i = 0; i < count; ++i) {
        const torch::Tensor* known = pictures.find(std::to_string(i));
        if (!known || known->sizes() != m_pictures[i].hr.sizes())
            return false;
    }
    for (std::size_t i = 0; i < count; ++i)
        m_pictures[i].base = pictures.find(std::to_string(i))->to(m_device, torch::kFloat32);
    return true;
}

std::vector<Sample> Validator::stripCrops() const
{
    std::vector<Sample> crops;
    for (std::size_t i = 0; i < std::min(stripRows, m_pictures.size()); ++i)
        crops.push_back({imageOf(m_pictures[i].hr), imageOf(m_pictures[i].lr)});
    return crops;
}

image::Image Validator::strip(nn::Network& network, Gate& gate, const std::string& base,
                              const std::string& now) const
{
    network.eval();
    const bool hasBase = !m_pictures.empty() && m_pictures.front().base.defined();
    std::vector<StripRow> rows;
    for (std::size_t i = 0; i < std::min(stripRows, m_pictures.size()); ++i) {
        const Picture& picture = m_pictures[i];
        StripRow& row = rows.emplace_back();
        row.push_back(imageOf(picture.bicubic));
        if (hasBase)
            row.push_back(imageOf(picture.base));
        row.push_back(imageOf(enlarge(network, picture, gate)));
        row.push_back(imageOf(picture.hr));
    }
    if (hasBase)
        return drawStrip(rows, {"bicubic", base, now, "original"}, 1, 2);
    return drawStrip(rows, {"bicubic", now, "original"}, 0, 1);
}

} // namespace enlarger::train
