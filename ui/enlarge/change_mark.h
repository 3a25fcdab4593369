// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QPointer>
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

private:
    explicit ChangeMark(QWidget& section);
    void place();

    QPointer<QWidget> m_section;
    QVariantAnimation m_fading;
};

} // namespace enlarger::ui
