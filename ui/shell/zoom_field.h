// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QComboBox>

#include <optional>

namespace enlarger::ui {

/// How large the result is shown: the whole of it, or screen pixels for a pixel of it, in percent, chosen or
/// typed.
class ZoomField : public QComboBox
{
    Q_OBJECT

public:
    explicit ZoomField(QWidget* parent = nullptr);

    QSize sizeHint() const override; // of the longest text

    void setZoom(double zoom, bool isFit); // what is shown now; what is being typed stays

Q_SIGNALS:
    void fitRequested();
    void zoomRequested(double zoom);
    void left(); // without a choice

protected:
    void keyPressEvent(QKeyEvent* event) override;
    void changeEvent(QEvent* event) override;

private:
    void take(const QString& text); // "Fit", "66", "66,7 %"
    void refresh();

    double m_zoom = 1.0;
    bool m_isFit = true;
};

} // namespace enlarger::ui
