// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QList>
#include <QPair>
#include <QWidget>

namespace enlarger::ui {

/// All keys over the window; any key or click puts it away.
class ShortcutOverlay : public QWidget
{
    Q_OBJECT

public:
    struct Group
    {
        QString title;
        QList<QPair<QString, QString>> keys; // "Ctrl+O", "Open photos"
    };

    ShortcutOverlay(const QList<Group>& groups, QWidget* parent);

protected:
    bool event(QEvent* event) override;
    void paintEvent(QPaintEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;
    bool eventFilter(QObject* watched, QEvent* event) override;
};

} // namespace enlarger::ui
