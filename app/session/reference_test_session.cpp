// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/session/reference_test_session.h"

#include "app/files/path_text.h"
#include "app/session/background.h"
#include "app/session/temporary_folder.h"
#include "core/degrade/degradation.h"
#include "core/image/photo/read_limits.h"
#include "core/image/read/working_curve.h"
#include "core/image/resample/resample.h"
#include "core/image/write/photo_writer.h"
#include "core/infer/engine/upscale_model.h"

#include <algorithm>
#include <new>

namespace enlarger::app {

namespace fs = std::filesystem;
using image::Image;

namespace {

constexpr int measuredSide = 512; // HR pixels at most

// What a pair is made of, as values for another thread.
struct ReferencePairRequest
{
    fs::path file;
    std::shared_ptr<const image::PackedPicture> picture;
    std::shared_ptr<const image::DisplayColours> colours;
    std::shared_ptr<const image::WorkingCurve> curve; // may be null
    image::PixelRect area;
    image::Metadata metadata;
    QString degradation;
    int scale = 4;
    std::uint64_t seed = 1;
};

Error cancelled(const fs::path& file)
{
    return {ErrorKind::Cancelled, "the reference test was cancelled", file, {}};
}

Image toRgb(const Image& picture)
{
    if (picture.channels() == 3)
        return picture;
    if (picture.channels() == 4)
        return picture.takeChannels(0, 3);
    Image rgb(picture.width(), picture.height(), 3);
    for (int y = 0; y < rgb.height(); ++y)
        for (int x = 0; x < rgb.width(); ++x)
            std::fill_n(&rgb.at(x, y, 0), 3, picture.at(x, y, 0));
    return rgb;
}

Status writeLr(const fs::path& file, const Image& lr, const image::Metadata& source, bool isRounded)
{
    image::PhotoContent content;
    content.width = lr.width();
    content.height = lr.height();
    content.metadata.icc = source.icc;
    content.metadata.colours = source.colours;
    image::WriteOptions options;
    options.format = image::PhotoFormat::Png;
    options.bits = isRounded ? 8 : 16;
    Result<image::PhotoWriter> writer = image::PhotoWriter::create(file, content, options);
    if (!writer)
        return std::move(writer).error();
    if (Status written = writer->write(lr); !written)
        return written;
    return writer->finish();
}

Result<ReferencePairPointer> makePair(const ReferencePairRequest& request, const std::stop_token& stop)
try {
    const auto degradation = degrade::Degradation::fromName(request.degradation.toStdString(), request.scale);
    if (!degradation)
        return degradation.error();
    image::PixelRect area = request.area;
    area.width -= area.width % request.scale;
    area.height -= area.height % request.scale;
    if (area.empty())
        return Error{ErrorKind::BadInput, "the photo is too small for a reference test", request.file,
                     "Choose a larger one"};
    Image hr = toRgb(request.picture->piece(area));
    if (request.curve)
        request.curve->toWorking(hr);
    Random random(request.seed, 0);
    Result<Image> lr = degradation->degrade(hr, random);
    if (!lr)
        return lr.error();
    if (stop.stop_requested())
        return cancelled(request.file);

    auto pair = std::make_shared<ReferencePair>();
    pair->lr = newTemporaryFile(request.file.stem().string() + " " + degradation->name(), "png");
    // Grey is RGB now, and its profile no longer fits: it stays in sRGB's curve where it was brought there.
    const bool isRgb = request.picture->channels() >= 3;
    const image::Metadata source = isRgb ? request.metadata : image::Metadata();
    if (request.curve && isRgb) {
        pair->curve = request.curve;
        pair->curve->fromWorking(hr);
        pair->curve->fromWorking(*lr);
    }
    const bool isRounded = degradation->kind() != degrade::DegradationKind::Bicubic && !pair->curve;
    if (Status written = writeLr(pair->lr, *lr, source, isRounded); !written)
        return std::move(written).error();
    auto packed = std::make_shared<image::PackedPicture>(hr.width(), hr.height(), 3, request.picture->bits());
    packed->setRows(0, hr);
    pair->scale = request.scale;
    pair->hr = packed;
    pair->colours = request.colours;
    pair->pyramid = Pyramid::make(*packed, *request.colours, stop);
    if (!pair->pyramid)
        return stop.stop_requested() ? cancelled(request.file) : image::tooLargeToHold(request.file);
    return ReferencePairPointer(pair);
} catch (const std::bad_alloc&) {
    return image::tooLargeToHold(request.file);
}

// The middle of a pair, small enough to be run untiled.
struct Middle
{
    Image lr;
    Image hr;
};

Result<Middle> middleOf(const ReferencePair& pair)
{
    const Result<Image> lr = image::readWorkingPhoto(pair.lr);
    if (!lr)
        return lr.error();
    const int width = std::min(lr->width(), measuredSide / pair.scale);
    const int height = std::min(lr->height(), measuredSide / pair.scale);
    const int x = (lr->width() - width) / 2;
    const int y = (lr->height() - height) / 2;
    const int s = pair.scale;
    Middle middle{lr->crop(x, y, width, height), pair.hr->piece({x * s, y * s, width * s, height * s})};
    if (pair.curve)
        pair.curve->toWorking(middle.hr);
    return middle;
}

// Another scale than the pair's is resampled to it.
Result<image::Quality> score(const Image& enlarged, const Middle& middle, int scale)
{
    const bool fits = enlarged.width() == middle.hr.width() && enlarged.height() == middle.hr.height();
    return image::compare(fits ? enlarged : image::resize(enlarged, middle.hr.width(), middle.hr.height()),
                          middle.hr, scale);
}

Result<image::Quality> scoreOf(const ReferenceTestCandidate& candidate, const Middle& middle, int scale,
                               Gate& gate)
try {
    gate.pass();
    const auto model = infer::UpscaleModel::load(candidate.network);
    if (!model)
        return model.error();
    const Result<Image> enlarged = (*model)->upscale(middle.lr, gate);
    if (!enlarged)
        return enlarged.error();
    return score(*enlarged, middle, scale);
} catch (const CancelledException&) {
    return cancelled(candidate.network.network.file);
}

} // namespace

ReferenceTestSession::ReferenceTestSession(DeviceQueue& queue, QObject* parent)
    : QObject(parent)
    , m_queue(queue)
{
    configureComputeThread(m_thread);
}

ReferenceTestSession::~ReferenceTestSession()
{
    cancel();
}

QStringList ReferenceTestSession::degradations()
{
    QStringList names;
    for (const std::string& name : degrade::Degradation::names())
        names += toText(name);
    return names;
}

std::stop_token ReferenceTestSession::newRequest()
{
    cancel();
    m_stop = {};
    return m_stop.get_token();
}

void ReferenceTestSession::cancel()
{
    m_stop.request_stop();
    m_thread.clear();
    ++m_request;
}

void ReferenceTestSession::start(const Document& document, const QString& degradation, int scale,
                                 std::uint64_t seed)
{
    const std::stop_token stop = newRequest();
    if (document.state() != Document::State::Ready) {
        Q_EMIT failed(QStringLiteral("%1 is not loaded yet.").arg(document.name()));
        return;
    }
    ReferencePairRequest request{
        document.file(),
        document.picture(),
        document.colours(),
        document.curve(),
        document.crop().value_or(image::PixelRect{0, 0, document.info().width, document.info().height}),
        document.info().metadata,
        degradation,
        scale,
        seed};
    const auto work = [request = std::move(request), stop] { return makePair(request, stop); };
    runInBackground(m_thread, this, TaskPriority::High, work,
                    [this, number = m_request](const Result<ReferencePairPointer>& pair) {
                        if (number != m_request)
                            return;
                        if (pair)
                            Q_EMIT made(*pair);
                        else
                            Q_EMIT failed(toText(pair.error().text()));
                    });
}

void ReferenceTestSession::compareToHr(const ReferencePairPointer& pair,
                                       const std::vector<ReferenceTestCandidate>& candidates)
{
    const std::stop_token stop = newRequest();
    const auto report = [this, number = m_request](const QString& name,
                                                   const Result<image::Quality>& quality) {
        if (number != m_request)
            return;
        if (quality)
            Q_EMIT scored(name, *quality);
        else
            Q_EMIT failed(toText(quality.error().text()));
    };
    m_thread.start([guard = QPointer<QObject>(this), report, pair, candidates, stop, &queue = m_queue] {
        const auto hand = [&](const QString& name, const Result<image::Quality>& quality) {
            postToGuiThread(guard, [report, name, quality] { report(name, quality); });
        };
        const Result<Middle> middle = middleOf(*pair);
        if (!middle)
            return hand({}, middle.error());
        hand({}, score(middle->lr, *middle, pair->scale));
        SharedDeviceGate gate(queue, Urgency::Export, stop);
        for (const ReferenceTestCandidate& candidate : candidates)
            if (!stop.stop_requested())
                hand(candidate.name, scoreOf(candidate, *middle, pair->scale, gate));
    });
}

} // namespace enlarger::app
