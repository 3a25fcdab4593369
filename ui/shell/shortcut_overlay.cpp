// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/shell/shortcut_overlay.h"

#include <QEvent>
#include <QGridLayout>
#include <QHBoxLayout>
#include <QKeyEvent>
#include <QLabel>
#include <QPainter>
#include <QScrollArea>
#include <QScrollBar>
#include <QVBoxLayout>

#include <algorithm>

namespace enlarger::ui {

namespace {

constexpr int columnSpacing = 48;
constexpr int mostColumns = 3;

QWidget* groupWidget(const ShortcutOverlay::Group& group, QWidget* parent)
{
    auto* widget = new QWidget(parent);
    auto* grid = new QGridLayout(widget);
    grid->setContentsMargins({});
    grid->setHorizontalSpacing(16);
    grid->setVerticalSpacing(5);
    auto* title = new QLabel(group.title);
    title->setProperty("isHeading", true);
    grid->addWidget(title, 0, 0, 1, 2);
    for (int row = 0; row < group.keys.size(); ++row) {
        auto* key = new QLabel(group.keys[row].first);
        key->setAlignment(Qt::AlignRight | Qt::AlignVCenter);
        key->setProperty("isQuiet", true);
        grid->addWidget(key, row + 1, 0);
        grid->addWidget(new QLabel(group.keys[row].second), row + 1, 1);
    }
    grid->setColumnStretch(1, 1);
    return widget;
}

} // namespace

ShortcutOverlay::ShortcutOverlay(const QList<Group>& groups, QWidget* parent)
    : QWidget(parent)
    , m_scroll(new QScrollArea)
    , m_sheet(new QWidget)
    , m_columns(new QHBoxLayout(m_sheet))
{
    setAttribute(Qt::WA_DeleteOnClose);
    setFocusPolicy(Qt::StrongFocus);
    setAccessibleName(tr("Keyboard shortcuts"));
    m_columns->setContentsMargins({});
    m_columns->setSpacing(columnSpacing);
    m_columns->setSizeConstraint(QLayout::SetFixedSize);
    for (const Group& group : groups)
        m_groups << groupWidget(group, m_sheet);
    m_scroll->setWidget(m_sheet);
    m_scroll->setAlignment(Qt::AlignCenter);
    m_scroll->setFrameShape(QFrame::NoFrame);
    m_scroll->viewport()->setAutoFillBackground(false);
    m_sheet->setAutoFillBackground(false);
    m_scroll->setFocusPolicy(Qt::NoFocus);
    m_scroll->viewport()->installEventFilter(this);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(32, 32, 32, 32);
    layout->addWidget(m_scroll);
    parent->installEventFilter(this);
    resize(parent->size());
    arrange(columnsThatFit());
    show();
    raise();
    setFocus();
}

QList<QWidgetList> ShortcutOverlay::inColumns(int columns) const
{
    const int perColumn = (int(m_groups.size()) + columns - 1) / columns;
    QList<QWidgetList> result;
    for (int i = 0; i < m_groups.size(); i += perColumn)
        result << m_groups.mid(i, perColumn);
    return result;
}

int ShortcutOverlay::columnsThatFit() const
{
    const QMargins margins = layout()->contentsMargins();
    const int room =
        width() - margins.left() - margins.right() - m_scroll->verticalScrollBar()->sizeHint().width();
    for (int columns = mostColumns; columns > 1; --columns) {
        int wanted = -columnSpacing;
        for (const QWidgetList& column : inColumns(columns)) {
            int widest = 0;
            for (const QWidget* group : column)
                widest = std::max(widest, group->sizeHint().width());
            wanted += widest + columnSpacing;
        }
        if (wanted <= room)
            return columns;
    }
    return 1;
}

void ShortcutOverlay::arrange(int columns)
{
    if (columns == m_columns->count())
        return;
    while (QLayoutItem* column = m_columns->takeAt(0))
        delete column; // the groups are the sheet's
    for (const QWidgetList& groups : inColumns(columns)) {
        auto* column = new QVBoxLayout;
        column->setSpacing(20);
        for (QWidget* group : groups)
            column->addWidget(group);
        column->addStretch();
        m_columns->addLayout(column);
    }
}

void ShortcutOverlay::resizeEvent(QResizeEvent* event)
{
    QWidget::resizeEvent(event);
    arrange(columnsThatFit());
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
    QScrollBar* bar = m_scroll->verticalScrollBar();
    const bool isPage = event->key() == Qt::Key_PageUp || event->key() == Qt::Key_PageDown;
    if (bar->maximum() > 0 && (isPage || event->key() == Qt::Key_Up || event->key() == Qt::Key_Down)) {
        const bool isDown = event->key() == Qt::Key_Down || event->key() == Qt::Key_PageDown;
        const int step = isPage ? bar->pageStep() : 2 * fontMetrics().lineSpacing();
        bar->setValue(bar->value() + (isDown ? step : -step));
        return;
    }
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
