// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QImage>
#include <QRectF>
#include <QSize>

namespace enlarger::ui {

/// `source` of an image (its pixels; what reaches beyond its edges repeats them), made smaller, to `size`.
/// Each pixel is the mean of the area that it covers and, weighing less and less, of that of its neighbours:
/// fine patterns become an even grey, where a painter, which looks at four pixels alone, would draw new ones.
/// 32 bits a pixel, RGB32 or ARGB32_Premultiplied; along neither side larger than the source.
QImage shrunk(const QImage& image, const QRectF& source, const QSize& size);

/// All of an image of any format, as small as `size`, which may also be larger in a direction: that one is
/// interpolated.
QImage shrunk(const QImage& image, const QSize& size);

} // namespace enlarger::ui
