// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/session/pyramid.h"
#include "app/session/workers.h"
#include "core/base/result.h"
#include "core/image/photo/photo.h"
#include "core/image/pixels/row_stage.h"
#include "core/image/read/display_colours.h"
#include "core/image/read/packed_picture.h"

#include <deque>
#include <future>
#include <map>
#include <memory>
#include <mutex>

namespace enlarger::app {

/// Packs the rows of a photo and makes the pyramid of them, band by band, on threads of its own.
class RowConsumer
{
public:
    static constexpr int bandHeight = 16; // rows; their floats stay in a core's cache on their way

    /// Throws std::bad_alloc.
    RowConsumer(const image::PhotoInfo& info, const image::DisplayColours& colours);

    /// The next rows. Returns before they are packed.
    Status consume(image::Image rows);

    /// A band that is done, for the next rows: new memory for each would cost as much as decoding them.
    image::Image takeSpare() { return std::move(m_spare); }

    bool hasAll() const { return m_consumed == m_picture->height(); }

    /// After the last row.
    void finish();
    std::shared_ptr<const image::PackedPicture> picture() { return m_picture; }
    std::shared_ptr<const Pyramid> pyramid() { return m_builder.finish(); }

private:
    struct Band
    {
        std::shared_ptr<image::Image> rows;
        std::future<void> work;
    };

    std::size_t mostBands() const;
    void finishBand();
    void reduce(int begin, int end);

    const image::DisplayColours& m_colours;
    std::shared_ptr<image::PackedPicture> m_picture;
    PyramidBuilder m_builder;
    std::unique_ptr<image::RowStage> m_bleed; // null without alpha
    int m_consumed = 0;                       // rows
    int m_begun = 0;                          // rows; the bleed holds some back
    image::Image m_spare;

    std::mutex m_mutex; // of the smaller levels:
    bool m_isReducing = false;
    int m_reduced = 0; // rows that they have
    // Ends of bands that are done and not yet in them, by their beginnings.
    std::map<int, int> m_ends;

    std::deque<Band> m_bands; // from top to bottom
    Workers m_workers;        // last: they end before the rest goes
};

} // namespace enlarger::app
