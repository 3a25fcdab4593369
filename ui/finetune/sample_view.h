// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/finetune/sample_preview.h"

#include <QWidget>

namespace enlarger::ui {

/// What a training sees of a photo: the crop that is the target, and beside it the small copy that the
/// network gets, enlarged by bicubic interpolation and, in the corner, as it is.
class SampleView : public QWidget
{
    Q_OBJECT

public:
    explicit SampleView(app::SamplePreview& preview, QWidget* parent = nullptr);

    bool hasHeightForWidth() const override { return true; }
    int heightForWidth(int width) const override;
    QSize sizeHint() const override;

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    int cellSide(int width) const;
    void refresh();

    app::SamplePreview& m_preview;
};

} // namespace enlarger::ui
