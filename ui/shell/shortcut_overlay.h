// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QList>
#include <QPair>
#include <QWidget>

class QHBoxLayout;
class QScrollArea;

namespace enlarger::ui {

/// All keys over the window, in as many columns as it has room for; any key or click puts it away, but for
/// the arrow and page keys where there is something to scroll.
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
    void resizeEvent(QResizeEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;
    bool eventFilter(QObject* watched, QEvent* event) override;

private:
    QList<QWidgetList> inColumns(int columns) const;
    int columnsThatFit() const;
    void arrange(int columns);

    QScrollArea* m_scroll;
    QWidget* m_sheet;
    QHBoxLayout* m_columns;
    QWidgetList m_groups;
};

} // namespace enlarger::ui
