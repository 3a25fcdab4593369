// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QRect>
#include <QString>

class QFontMetrics;
class QPainter;
class QPalette;

namespace enlarger::ui {

/// A small text that is readable on any picture: on a nearly opaque ground of the palette's colours.
QSize tagSize(const QFontMetrics& metrics, const QString& text);
/// `left`, `right`: pixels that the text leaves free at its sides, inside the padding.
void paintTag(QPainter& painter, const QRect& place, const QString& text, const QPalette& palette,
              int left = 0, int right = 0);
inline constexpr int tagPadding = 8; // at both sides

} // namespace enlarger::ui
