// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QVariantAnimation>
#include <QWidget>

namespace enlarger::ui {

/// A frame around a part of the page that something else than a person's hand has changed there. It fades.
class ChangeMark : public QWidget
{
    Q_OBJECT

public:
    /// Belongs to the section, and goes by itself.
    static void put(QWidget& section);

protected:
    void paintEvent(QPaintEvent* event) override;
    bool eventFilter(QObject* watched, QEvent* event) override; // follows the section

private:
    explicit ChangeMark(QWidget& section);
    void place();

    QWidget& m_section; // a sibling: it lives as long
    QVariantAnimation m_fading;
};

} // namespace enlarger::ui
