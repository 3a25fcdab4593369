// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QProxyStyle>

namespace enlarger::ui {

/// Fusion, but the letters that Alt and a key lead to are underlined only while Alt is held, and buttons of
/// dialogs have words alone.
class CalmStyle : public QProxyStyle
{
    Q_OBJECT

public:
    CalmStyle();

    int styleHint(StyleHint hint, const QStyleOption* option, const QWidget* widget,
                  QStyleHintReturn* returned) const override;

protected:
    bool eventFilter(QObject* watched, QEvent* event) override;

private:
    void setShown(bool shown);

    bool m_isShown = false;
};

} // namespace enlarger::ui
