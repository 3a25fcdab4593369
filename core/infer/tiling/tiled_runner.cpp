// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/infer/tiling/tiled_runner.h"

#include "core/image/pixels/row_window.h"
#include "core/infer/tiling/tile_blend.h"

#include <algorithm>
#include <fmt/format.h>
#include <new>

namespace enlarger::infer {

using image::Image;

namespace {

Image blank(int width, int height, int channels)
{
    Image picture(width, height, channels);
    std::fill_n(picture.data(), picture.size(), 0.0f);
    return picture;
}

class TiledRunner : public image::RowStage
{
public:
    TiledRunner(EnlargePiece enlarge, int scale, int width, int height, const TileSettings& settings,
                RunnerContext context)
        : m_enlarge(std::move(enlarge))
        , m_context(std::move(context))
        , m_settings(settings)
        , m_plan(planTiles(width, height, settings))
        , m_scale(scale)
        , m_width(width)
        , m_height(height)
        , m_window(width, height)
    {
        // A tile's halves overlap by the feather: below twice that they would not be smaller.
        m_context.smallestTile = std::max({m_context.smallestTile, 2 * settings.feather, 1});
    }

    Result<Image> push(Image rows, bool last) override;

private:
    Gate& gate() { return m_context.gate ? *m_context.gate : m_openGate; }
    bool isReady(std::size_t row) const
    {
        return row < m_plan.rows.size() && m_plan.rows[row].input.end <= m_window.end();
    }
    Result<Image> enlargeRow();
    Result<Image> enlargeTile(const TileSpan& column, const TileSpan& row, int halvings);
    Result<Image> enlargeAtOnce(const TileSpan& column, const TileSpan& row);
    Result<Image> enlargeHalves(const TileSpan& column, const TileSpan& row, int halvings);
    std::vector<TileSpan> halve(const Span& output, int length) const;

    EnlargePiece m_enlarge;
    RunnerContext m_context;
    StopGate m_openGate;
    TileSettings m_settings;
    TilePlan m_plan;
    int m_scale;
    int m_width;
    int m_height;
    image::RowWindow m_window; // the LR rows that tiles still read
    std::size_t m_row = 0;     // the row of tiles that is next
    Image m_fading;            // SR rows below the last band, to which the next row of tiles adds
    int m_halvings = 0;        // how often tiles are halved for want of memory
};

Result<Image> TiledRunner::push(Image rows, bool last)
{
    if (auto status = m_window.check(rows, last); !status)
        return std::move(status).error();
    try {
        m_window.append(std::move(rows));
        Image out;
        while (isReady(m_row)) {
            auto band = enlargeRow();
            if (!band)
                return std::move(band).error();
            out = out.empty() ? std::move(*band) : image::stack(out, *band);
            if (!last)
                break;
        }
        m_window.dropBefore(m_row < m_plan.rows.size() ? m_plan.rows[m_row].input.begin : m_window.end());
        return out;
    } catch (const std::bad_alloc&) {
        return Error{ErrorKind::OutOfMemory,
                     fmt::format("there is not enough memory for a band of {} x {} pixels",
                                 std::int64_t(m_width) * m_scale, std::int64_t(m_settings.tile) * m_scale),
                     {},
                     "Use smaller tiles, or close other programs"};
    }
}

/// The SR rows from the last band's end to where the next row of tiles begins to fade in.
Result<Image> TiledRunner::enlargeRow()
{
    const TileSpan& row = m_plan.rows[m_row];
    const bool isLast = m_row + 1 == m_plan.rows.size();
    const int begin = row.output.begin * m_scale;
    const int end = (isLast ? row.output.end : m_plan.rows[m_row + 1].output.begin) * m_scale;
    const auto weightsY = fadeWeights(m_plan.rows, m_row, m_scale);

    Image band;
    Image fading;
    for (std::size_t i = 0; i < m_plan.columns.size(); ++i) {
        const TileSpan& column = m_plan.columns[i];
        auto tile = enlargeTile(column, row, 0);
        if (!tile)
            return std::move(tile).error();
        if (band.channels() == 0) { // only now the channels are known
            band = blank(m_width * m_scale, end - begin, tile->channels());
            std::copy_n(m_fading.data(), m_fading.size(), band.data());
            m_fading = Image();
            fading = blank(m_width * m_scale, row.output.end * m_scale - end, tile->channels());
        }
        const auto weightsX = fadeWeights(m_plan.columns, i, m_scale);
        addFaded(band, column.output.begin * m_scale, 0, *tile, weightsX, weightsY);
        addFaded(fading, column.output.begin * m_scale, begin - end, *tile, weightsX, weightsY);
        if (m_context.tileDone)
            m_context.tileDone(column, row);
    }
    m_fading = std::move(fading);
    ++m_row;
    return band;
}

/// The tile's output, enlarged; `halvings` says how often it has been halved already.
Result<Image> TiledRunner::enlargeTile(const TileSpan& column, const TileSpan& row, int halvings)
{
    const int side = std::max(column.output.length(), row.output.length());
    const bool canHalve = side > m_context.smallestTile && side > m_settings.multiple;
    if (halvings == m_halvings || !canHalve) {
        auto tile = enlargeAtOnce(column, row);
        if (tile || tile.error().kind != ErrorKind::OutOfMemory)
            return tile;
        if (!canHalve)
            return Error{
                ErrorKind::OutOfMemory,
                fmt::format("memory ran out with tiles of only {} pixels ({})", side, tile.error().what),
                {},
                "Close other programs, or use another device or a smaller network"};
        m_halvings = halvings + 1;
        if (m_context.notice)
            m_context.notice(
                fmt::format("Memory ran out at tiles of {} pixels; the work goes on with tiles of {}", side,
                            (side + 1) / 2));
    }
    return enlargeHalves(column, row, halvings + 1);
}

Result<Image> TiledRunner::enlargeAtOnce(const TileSpan& column, const TileSpan& row)
{
    const int width = column.input.length();
    const int height = row.input.length();
    Image piece(width, height, m_window.channels());
    for (int y = 0; y < height; ++y)
        std::copy_n(m_window.row(row.input.begin + y).data() +
                        std::size_t(column.input.begin) * std::size_t(piece.channels()),
                    piece.rowSize(), piece.row(y).data());

    auto enlarged = m_enlarge(piece, gate(), m_context.notice);
    if (!enlarged)
        return enlarged;
    if (enlarged->width() != width * m_scale || enlarged->height() != height * m_scale)
        return Error{ErrorKind::Internal, fmt::format("the network made {} x {} pixels of {} x {}",
                                                      enlarged->width(), enlarged->height(), width, height)};
    if (column.input == column.output && row.input == row.output)
        return enlarged;
    return enlarged->crop((column.output.begin - column.input.begin) * m_scale,
                          (row.output.begin - row.input.begin) * m_scale, column.output.length() * m_scale,
                          row.output.length() * m_scale);
}

Result<Image> TiledRunner::enlargeHalves(const TileSpan& column, const TileSpan& row, int halvings)
{
    const auto columns = halve(column.output, m_width);
    const auto rows = halve(row.output, m_height);
    Image whole;
    for (std::size_t r = 0; r < rows.size(); ++r) {
        const auto weightsY = fadeWeights(rows, r, m_scale);
        for (std::size_t c = 0; c < columns.size(); ++c) {
            auto tile = enlargeTile(columns[c], rows[r], halvings);
            if (!tile)
                return tile;
            if (whole.empty())
                whole =
                    blank(column.output.length() * m_scale, row.output.length() * m_scale, tile->channels());
            addFaded(whole, (columns[c].output.begin - column.output.begin) * m_scale,
                     (rows[r].output.begin - row.output.begin) * m_scale, *tile,
                     fadeWeights(columns, c, m_scale), weightsY);
        }
    }
    return whole;
}

/// Two halves, or the span itself where it is small already.
std::vector<TileSpan> TiledRunner::halve(const Span& output, int length) const
{
    const bool isSmall = output.length() <= m_context.smallestTile || output.length() <= m_settings.multiple;
    const int units = (output.length() + m_settings.multiple - 1) / m_settings.multiple;
    return cutSpan(output, length, (isSmall ? units : (units + 1) / 2) * m_settings.multiple, m_settings);
}

} // namespace

std::unique_ptr<image::RowStage> makeTiledRunner(EnlargePiece enlarge, int scale, int width, int height,
                                                 const TileSettings& settings, RunnerContext context)
{
    return std::make_unique<TiledRunner>(std::move(enlarge), scale, width, height, settings,
                                         std::move(context));
}

std::unique_ptr<image::RowStage> makeTiledRunner(std::shared_ptr<const UpscaleModel> model, int width,
                                                 int height, const TileSettings& settings,
                                                 RunnerContext context)
{
    const int scale = model->traits().scale;
    auto enlarge = [model = std::move(model)](const Image& piece, Gate& gate, const NoticeSink& notice) {
        return model->upscale(piece, gate, notice);
    };
    return makeTiledRunner(std::move(enlarge), scale, width, height, settings, std::move(context));
}

} // namespace enlarger::infer
