// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/shell/shortcut_overlay.h"

#include <QEvent>
#include <QGridLayout>
#include <QHBoxLayout>
#include <QKeyEvent>
#include <QLabel>
#include <QPainter>
#include <QScrollArea>
#include <QVBoxLayout>

namespace enlarger::ui {

ShortcutOverlay::ShortcutOverlay(const QList<Group>& groups, QWidget* parent)
    : QWidget(parent)
{
    setAttribute(Qt::WA_DeleteOnClose);
    setFocusPolicy(Qt::StrongFocus);
    setAccessibleName(tr("Keyboard shortcuts"));
    auto* columns = new QHBoxLayout;
    columns->setSpacing(48);
    QVBoxLayout* column = nullptr;
    constexpr int groupsPerColumn = 2;
    for (int i = 0; i < groups.size(); ++i) {
        if (i % groupsPerColumn == 0) {
            if (column)
                column->addStretch();
            column = new QVBoxLayout;
            column->setSpacing(20);
            columns->addLayout(column);
        }
        auto* grid = new QGridLayout;
        grid->setHorizontalSpacing(16);
        grid->setVerticalSpacing(5);
        auto* title = new QLabel(groups[i].title);
        title->setProperty("isHeading", true);
        grid->addWidget(title, 0, 0, 1, 2);
        for (int row = 0; row < groups[i].keys.size(); ++row) {
            auto* key = new QLabel(groups[i].keys[row].first);
            key->setAlignment(Qt::AlignRight | Qt::AlignVCenter);
            key->setProperty("isQuiet", true);
            grid->addWidget(key, row + 1, 0);
            grid->addWidget(new QLabel(groups[i].keys[row].second), row + 1, 1);
        }
        column->addLayout(grid);
    }
    if (column)
        column->addStretch();
    auto* sheet = new QWidget;
    sheet->setLayout(columns);
    auto* scroll = new QScrollArea;
    scroll->setWidget(sheet);
    scroll->setAlignment(Qt::AlignCenter);
    scroll->setFrameShape(QFrame::NoFrame);
    scroll->viewport()->setAutoFillBackground(false);
    sheet->setAutoFillBackground(false);
    scroll->setFocusPolicy(Qt::NoFocus);
    scroll->viewport()->installEventFilter(this);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(32, 32, 32, 32);
    layout->addWidget(scroll);
    parent->installEventFilter(this);
    resize(parent->size());
    show();
    raise();
    setFocus();
}

bool ShortcutOverlay::event(QEvent* event)
{
    if (event->type() == QEvent::ShortcutOverride) // a key puts it away, and does nothing else beneath
        event->accept();
    return QWidget::event(event);
}

void ShortcutOverlay::paintEvent(QPaintEvent*)
{
    QColor veil = palette().color(QPalette::Window);
    veil.setAlpha(240);
    QPainter(this).fillRect(rect(), veil);
}

void ShortcutOverlay::keyPressEvent(QKeyEvent* event)
{
    event->accept();
    close();
}

void ShortcutOverlay::mousePressEvent(QMouseEvent*)
{
    close();
}

bool ShortcutOverlay::eventFilter(QObject* watched, QEvent* event)
{
    if (watched == parent() && event->type() == QEvent::Resize)
        resize(parentWidget()->size());
    else if (watched != parent() && event->type() == QEvent::MouseButtonPress)
        close();
    return QWidget::eventFilter(watched, event);
}

} // namespace enlarger::ui
