// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/infer/engine/upscale_model.h"

#include "core/device/allocator_cache.h"
#include "core/device/engine_errors.h"
#include "core/infer/engine/engine_network.h"
#include "core/infer/engine/model_maker.h"
#include "core/infer/engine/model_stream.h"
#include "core/infer/engine/network_traits.h"
#include "core/infer/engine/pixel_tensors.h"
#include "core/infer/engine/resolved_precision.h"
#include "core/nn/network_families.h"
#include "core/weights/module_tensors.h"
#include "core/weights/weights.h"

#include <mutex>

namespace enlarger::infer {

using image::Image;

class UpscaleModel::Impl
{
public:
    Impl(NetworkSource source, device::Device onDevice, device::Precision inPrecision)
        : device(std::move(onDevice))
        , precision(inPrecision)
        , m_source(std::move(source))
    {}

    Status start();
    Status refill(const weights::StateDict& tensors);
    Image enlarge(const Image& piece, bool inFp32, Gate& gate, const NoticeSink& notice);
    std::shared_ptr<const StreamNetwork> streamNetwork() const { return m_network->streamNetwork(); }

    const device::Device device;
    device::Precision precision; // Auto until start()
    ModelTraits traits;

private:
    torch::Tensor run(const torch::Tensor& pixels, bool inFp32, Gate& gate, const NoticeSink& notice);
    EngineNetwork& fp32Network();

    NetworkSource m_source;
    std::unique_ptr<EngineNetwork> m_network;
    std::mutex m_fp32Mutex;
    std::unique_ptr<EngineNetwork> m_fp32; // made when it is first needed
};

Status UpscaleModel::Impl::start()
{
    auto network = m_source();
    if (!network)
        return network.error();
    precision = resolvedPrecision(precision, device, nn::describe((*network)->spec()));
    if (Status can = canCompute(device, precision); !can)
        return can;
    traits = traitsOf(**network, device, precision);
    m_network = std::make_unique<EngineNetwork>(*network, device, precision);
    return {};
}

Status UpscaleModel::Impl::refill(const weights::StateDict& tensors)
{
    m_fp32.reset();
    Status filled = weights::fillModule(m_network->network(), tensors);
    m_network->valuesChanged();
    return filled;
}

EngineNetwork& UpscaleModel::Impl::fp32Network()
{
    const std::lock_guard lock(m_fp32Mutex);
    if (!m_fp32) {
        auto network = m_source();
        if (!network)
            throw std::runtime_error(network.error().text());
        m_fp32 = std::make_unique<EngineNetwork>(*network, device, device::Precision::Fp32);
    }
    return *m_fp32;
}

torch::Tensor UpscaleModel::Impl::run(const torch::Tensor& pixels, bool inFp32, Gate& gate,
                                      const NoticeSink& notice)
{
    inFp32 = inFp32 && precision != device::Precision::Fp32;
    torch::Tensor result = (inFp32 ? fp32Network() : *m_network).run(pixels, gate);
    if (isFinite(result))
        return result;
    if (precision != device::Precision::Fp32 && !inFp32) {
        if (notice)
            notice(std::string("A tile had no finite result in ") + device::precisionName(precision) +
                   " and was computed again in fp32");
        result = torch::Tensor();
        result = fp32Network().run(pixels, gate);
        if (isFinite(result))
            return result;
    }
    throw std::runtime_error(
        "its output is not finite even in fp32: the model's file is damaged or unsuitable");
}

Image UpscaleModel::Impl::enlarge(const Image& piece, bool inFp32, Gate& gate, const NoticeSink& notice)
{
    const torch::Tensor pixels = tensorOf(piece, traits.inputMultiple);
    const int channels = piece.channels();
    torch::Tensor result;
    if (traits.runsFor(channels) > 1) { // colours, and a network that sees but one
        std::vector<torch::Tensor> results;
        for (int c = 0; c < channels; ++c) {
            const torch::Tensor one = withChannels(pixels.narrow(1, c, 1), traits.inChannels);
            results.push_back(withChannels(run(one, inFp32, gate, notice), 1));
        }
        result = torch::cat(results, 1);
    } else {
        result = withChannels(run(withChannels(pixels, traits.inChannels), inFp32, gate, notice),
                              traits.channelsFor(channels));
    }
    return imageOf(result, piece.width() * traits.scale, piece.height() * traits.scale);
}

UpscaleModel::UpscaleModel(std::unique_ptr<Impl> impl)
    : m_impl(std::move(impl))
{}

UpscaleModel::~UpscaleModel() = default;

const ModelTraits& UpscaleModel::traits() const
{
    return m_impl->traits;
}

const device::Device& UpscaleModel::device() const
{
    return m_impl->device;
}

device::Precision UpscaleModel::precision() const
{
    return m_impl->precision;
}

Result<Image> UpscaleModel::upscale(const Image& piece, Gate& gate, const NoticeSink& notice) const
{
    return enlarge(piece, false, gate, notice);
}

Result<Image> UpscaleModel::upscaleInFp32(const Image& piece, Gate& gate) const
{
    return enlarge(piece, true, gate, {});
}

std::unique_ptr<image::RowStage> UpscaleModel::stream(int width, int height, StreamContext context) const
{
    return makeModelStream(m_impl->streamNetwork(), traits(), width, height, std::move(context));
}

Result<Image> UpscaleModel::enlarge(const Image& piece, bool inFp32, Gate& gate,
                                    const NoticeSink& notice) const
{
    if (piece.empty() || piece.channels() < 1 || piece.channels() > 4)
        return Error{ErrorKind::BadInput, "a picture to enlarge has pixels of 1 to 4 channels", {}, {}};
    try {
        return m_impl->enlarge(piece, inFp32, gate, notice);
    } catch (...) {
        Error error = device::currentEngineError();
        if (error.kind == ErrorKind::OutOfMemory)
            device::emptyAllocatorCache();
        return error;
    }
}

Result<std::shared_ptr<UpscaleModel>> ModelMaker::make(NetworkSource source, const device::Device& device,
                                                       device::Precision precision)
{
    try {
        auto impl = std::make_unique<UpscaleModel::Impl>(std::move(source), device, precision);
        if (Status started = impl->start(); !started)
            return started.error();
        return std::shared_ptr<UpscaleModel>(new UpscaleModel(std::move(impl)));
    } catch (...) {
        return device::currentEngineError();
    }
}

Status ModelMaker::refill(UpscaleModel& model, const weights::StateDict& tensors)
try {
    return model.m_impl->refill(tensors);
} catch (...) {
    return device::currentEngineError();
}

namespace {

Result<std::shared_ptr<nn::Network>> networkOf(Result<weights::LoadedNetwork> loaded)
{
    if (!loaded)
        return std::move(loaded).error();
    return std::move(loaded->network);
}

} // namespace

Result<std::shared_ptr<UpscaleModel>> UpscaleModel::load(const std::filesystem::path& file,
                                                         const device::Device& device,
                                                         device::Precision precision)
{
    return ModelMaker::make([file] { return networkOf(weights::loadNetwork(file)); }, device, precision);
}

Result<std::shared_ptr<UpscaleModel>> UpscaleModel::load(const ModelSelection& selection)
{
    if (!selection.isMixed())
        return load(selection.network.file, selection.device, selection.precision);
    const NetworkSource source = [faithful = selection.network.file, crisp = selection.crisp->file,
                                  strength = selection.strength] {
        return networkOf(weights::loadMixedNetwork(faithful, crisp, strength));
    };
    return ModelMaker::make(source, selection.device, selection.precision);
}

} // namespace enlarger::infer
