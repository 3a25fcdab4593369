// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/finetune/sample_preview.h"

#include "app/files/path_text.h"
#include "app/session/background.h"

#include <algorithm>
#include <cmath>

namespace enlarger::app {

namespace {

/// Of RGB in 0..1.
QImage toImage(const image::Image& picture)
{
    QImage result(picture.width(), picture.height(), QImage::Format_RGB888);
    for (int y = 0; y < picture.height(); ++y)
        std::ranges::transform(picture.row(y), result.scanLine(y), [](float value) {
            return std::uint8_t(std::lround(255.0f * std::clamp(value, 0.0f, 1.0f)));
        });
    return result;
}

} // namespace

SamplePreview::SamplePreview(QObject* parent)
    : QObject(parent)
    , m_looker(std::make_shared<train::SampleLooker>())
    , m_found(std::make_shared<train::DataReport>())
{
    m_thread.setMaxThreadCount(1);
}

SamplePreview::~SamplePreview() = default;

void SamplePreview::setPhotos(train::DataReport found)
{
    const auto sameFile = [](const train::SourcePicture& a, const train::SourcePicture& b) {
        return a.file == b.file;
    };
    if (std::ranges::equal(found.used, m_found->used, sameFile) && found.packed == m_found->packed)
        return;
    m_found = std::make_shared<train::DataReport>(std::move(found));
    make();
}

void SamplePreview::setRecipe(const train::Recipe& recipe)
{
    m_recipe = recipe;
    make();
}

void SamplePreview::showAnother()
{
    ++m_number;
    make();
}

// One at a time, and then the newest that was asked for.
void SamplePreview::make()
{
    m_isOutdated = m_isBusy;
    if (m_isBusy)
        return;
    if (!hasPhotos()) {
        m_pictures = {};
        m_error.reset();
        Q_EMIT changed();
        return;
    }
    m_isBusy = true;
    runInBackground(
        m_thread, this, TaskPriority::Normal,
        [looker = m_looker, found = m_found, recipe = m_recipe, number = m_number]() -> Result<Pictures> {
            const auto look = looker->look(*found, recipe, number);
            if (!look)
                return look.error();
            return Pictures{toImage(look->hr), toImage(look->lr), toImage(look->bicubic),
                            toText(look->file.filename())};
        },
        [this](Result<Pictures> made) {
            m_isBusy = false;
            if (m_isOutdated)
                return make();
            m_error.reset();
            if (made)
                m_pictures = *std::move(made);
            else
                m_error = std::move(made).error();
            Q_EMIT changed();
        });
}

} // namespace enlarger::app
