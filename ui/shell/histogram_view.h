// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/image/read/histogram.h"

#include <QWidget>

#include <optional>

namespace enlarger::ui {

/// How often each level of red, green, blue and brightness occurs, as four curves on square-root height.
class HistogramView : public QWidget
{
    Q_OBJECT

public:
    explicit HistogramView(QWidget* parent = nullptr);

    void setHistogram(const std::optional<image::Histogram>& histogram);
    QSize sizeHint() const override { return {240, 110}; }

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    std::optional<image::Histogram> m_histogram;
};

} // namespace enlarger::ui
