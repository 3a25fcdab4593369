// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/infer/tiling/tiny_picture.h"

#include "core/image/resample/colour_lock.h"

#include <algorithm>

namespace enlarger::infer {

using image::Image;
using image::PixelRect;

namespace {

constexpr int smallestSide = 16;

class MarginStage : public image::RowStage
{
public:
    MarginStage(std::unique_ptr<image::RowStage> runner, const PixelSize& picture, int scale)
        : m_runner(std::move(runner))
        , m_in(picture)
        , m_scale(scale)
    {}

    Result<Image> push(Image rows, bool last) override
    {
        if (rows.height() > 0) {
            const bool isFirst = m_lastRow.empty();
            m_lastRow = rows.crop(0, rows.height() - 1, rows.width(), 1);
            // Rows of the margin above and below are those of the picture's edge.
            rows = pieceWithMargin(rows, {0, isFirst ? 0 : tinyMargin, rows.width() + 2 * tinyMargin,
                                          rows.height() + (isFirst ? tinyMargin : 0)});
        }
        if (last && !m_lastRow.empty())
            rows = image::stack(
                rows, pieceWithMargin(m_lastRow, {0, 0, m_lastRow.width() + 2 * tinyMargin, tinyMargin}));
        auto sr = m_runner->push(std::move(rows), last);
        if (!sr || sr->empty())
            return sr;
        const PixelRect wanted{tinyMargin * m_scale, tinyMargin * m_scale, m_in.width * m_scale,
                               m_in.height * m_scale};
        const PixelRect came{0, m_row, sr->width(), sr->height()};
        m_row += sr->height();
        const PixelRect part = came.intersected(wanted);
        return part.empty() ? Image(wanted.width, 0, sr->channels())
                            : sr->crop(part.x, part.y - came.y, part.width, part.height);
    }

private:
    std::unique_ptr<image::RowStage> m_runner;
    PixelSize m_in;
    int m_scale;
    Image m_lastRow; // of the picture so far, without its margin
    int m_row = 0;   // how many SR rows have come, those of the margin too
};

} // namespace

bool isTiny(const PixelSize& picture)
{
    return std::min(picture.width, picture.height) < smallestSide;
}

PixelSize networkSize(const PixelSize& picture)
{
    return isTiny(picture) ? PixelSize{picture.width + 2 * tinyMargin, picture.height + 2 * tinyMargin}
                           : picture;
}

Image pieceWithMargin(const Image& picture, const PixelRect& area)
{
    Image piece(area.width, area.height, picture.channels());
    for (int y = 0; y < area.height; ++y) {
        const float* row = picture.row(std::clamp(area.y + y - tinyMargin, 0, picture.height() - 1)).data();
        float* to = piece.row(y).data();
        for (int x = 0; x < area.width; ++x) {
            const int column = std::clamp(area.x + x - tinyMargin, 0, picture.width() - 1);
            to = std::copy_n(row + std::ptrdiff_t(column) * picture.channels(), picture.channels(), to);
        }
    }
    return piece;
}

std::unique_ptr<image::RowStage>
makeRunnerWithMargin(const PixelSize& picture, int scale,
                     const std::function<std::unique_ptr<image::RowStage>(const PixelSize&)>& make)
{
    const PixelSize run = networkSize(picture);
    auto runner = make(run);
    if (!isTiny(picture))
        return runner;
    return std::make_unique<MarginStage>(
        image::makeColourLock(std::move(runner), run.width, run.height, scale), picture, scale);
}

} // namespace enlarger::infer
