// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QObject>

namespace enlarger::ui {

/// Keeps the wheel from changing a value by accident: spin boxes, combo boxes and sliders without the focus
/// pass it on, so that the page under them scrolls. Watches the whole application for as long as it lives.
class WheelGuard : public QObject
{
    Q_OBJECT

public:
    explicit WheelGuard(QObject* parent);

protected:
    bool eventFilter(QObject* watched, QEvent* event) override;
};

} // namespace enlarger::ui
