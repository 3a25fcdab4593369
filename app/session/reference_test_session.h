// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/session/document.h"
#include "core/base/device_queue.h"
#include "core/image/metrics/metrics.h"
#include "core/infer/engine/model_selection.h"

#include <QObject>
#include <QStringList>
#include <QThreadPool>

#include <cstdint>
#include <memory>
#include <stop_token>
#include <vector>

namespace enlarger::app {

/// A photo taken as HR, and LR made of it.
struct ReferencePair
{
    std::filesystem::path lr; // a PNG in the temporary folder, to be opened as any photo
    int scale = 4;
    std::shared_ptr<const image::PackedPicture> hr; // RGB; its sides are multiples of the scale
    std::shared_ptr<const image::DisplayColours> colours;
    std::shared_ptr<const image::WorkingCurve> curve; // of HR; may be null
    std::shared_ptr<const Pyramid> pyramid;           // of HR
};
using ReferencePairPointer = std::shared_ptr<const ReferencePair>;

/// What is compared with HR.
struct ReferenceTestCandidate
{
    QString name;
    infer::ModelSelection network;
};

/// Reference test: makes LR of a photo by a known degradation, so that what a network makes of it can be
/// compared with the ground truth. Lives on the GUI thread, works on one of its own; a newer call outdates an
/// older one.
class ReferenceTestSession : public QObject
{
    Q_OBJECT

public:
    /// Networks give way in `queue` to what is on the screen.
    explicit ReferenceTestSession(DeviceQueue& queue, QObject* parent = nullptr);
    ~ReferenceTestSession() override; // gives up what it is at and waits for it

    static QStringList degradations(); // names for start(): "bicubic", "bicubic-8bit", "photo", "real"

    /// `document` must be Ready; of one with a crop, the crop is HR. Grey is taken as RGB, alpha is left out.
    /// A photo of another tone curve is degraded in the one that networks know, and LR has its own again.
    /// The same seed makes the same LR. made() or failed() follows.
    void start(const Document& document, const QString& degradation, int scale, std::uint64_t seed = 1);

    /// Measures bicubic (its name is empty) and then each candidate on the middle of the pair, at most 512 x
    /// 512 HR pixels, enlarged untiled; `scale` pixels at the border do not count. Both are
    /// measured in the curve that networks know. scored() follows for each,
    /// or failed().
    void compareToHr(const ReferencePairPointer& pair, const std::vector<ReferenceTestCandidate>& candidates);

    void cancel();

Q_SIGNALS:
    void made(const enlarger::app::ReferencePairPointer& pair);
    void scored(const QString& name, const enlarger::image::Quality& quality);
    void failed(const QString& sentence);

private:
    std::stop_token newRequest();

    DeviceQueue& m_queue;
    std::uint64_t m_request = 0; // the newest; older ones are outdated
    std::stop_source m_stop;
    QThreadPool m_thread; // last: it ends before the rest goes
};

} // namespace enlarger::app
