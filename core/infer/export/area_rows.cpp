// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/infer/export/area_rows.h"

#include <algorithm>

namespace enlarger::infer {

namespace {

constexpr int rowsAtOnce = 64; // rows read at once

} // namespace

Status readArea(image::PhotoReader& reader, const image::PixelRect& area, Gate& gate, const RowSink& sink)
{
    for (int y = 0; y < area.bottom();) {
        gate.pass();
        const int end = y < area.y ? area.y : area.bottom();
        auto rows = reader.read(std::min(rowsAtOnce, end - y));
        if (!rows)
            return std::move(rows).error();
        if (rows->empty())
            return Error{ErrorKind::BadInput, "the photo ends early", reader.info().file,
                         "Copy it again from its source"};
        y += rows->height();
        if (y <= area.y) // above the area
            continue;
        if (rows->width() != area.width)
            rows = rows->crop(area.x, 0, area.width, rows->height());
        if (auto status = sink(std::move(*rows), y >= area.bottom()); !status)
            return status;
    }
    return {};
}

} // namespace enlarger::infer
