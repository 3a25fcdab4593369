// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/shell/crop_source.h"

#include "app/session/background.h"
#include "ui/enlarge/crop_place.h"
#include "ui/shell/sample_photo.h"
#include "ui/shell/workbench.h"
#include "ui/viewer/compare_view.h"

namespace enlarger::ui {

CropSource::CropSource(Workbench& bench, CompareView& view, QObject* parent)
    : QObject(parent)
    , m_bench(bench)
    , m_view(view)
{
    using Sample = std::shared_ptr<const image::PackedPicture>;
    app::runInBackground(app::readingPool(), this, app::TaskPriority::Low, sampleCrop,
                         [this](const Sample& sample) { m_sample = sample; });
}

std::optional<ModelCrops::Place> CropSource::place(const QSize& size) const
{
    const app::Document* document = m_bench.documents.current();
    if (!document) {
        if (!m_sample)
            return {};
        const image::PixelRect whole{0, 0, m_sample->width(), m_sample->height()};
        return ModelCrops::Place{m_sample, image::DisplayColours::make({}, {}), nullptr,
                                 cropPlace(*m_sample, whole, size)};
    }
    if (document->state() != app::Document::State::Ready)
        return {};
    const Placement placement = m_bench.candidates.placement();
    image::PixelRect seen = placement.toSource(m_view.visibleArea());
    if (seen.empty())
        seen = placement.source();
    return ModelCrops::Place{document->picture(), document->colours(), document->curve(),
                             cropPlace(*document->picture(), seen, size)};
}

} // namespace enlarger::ui
