// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/shell/empty_state.h"

#include "ui/shell/icon_label.h"
#include "ui/shell/theme.h"

#include <QEvent>
#include <QFileInfo>
#include <QLabel>
#include <QPushButton>
#include <QToolButton>
#include <QVBoxLayout>

namespace enlarger::ui {

EmptyState::EmptyState(const QImage& sample, QWidget* parent)
    : QWidget(parent)
    , m_offers(new QWidget)
    , m_recent(new QVBoxLayout)
{
    constexpr int markSize = 56;
    auto* mark = new IconLabel(markSize);
    mark->setIcon(theme::icon(QStringLiteral("photo")));
    auto* sentence = new QLabel(tr("Drop photos here to see them enlarged where you look."));
    QFont large = sentence->font();
    large.setPointSizeF(large.pointSizeF() * 1.35);
    sentence->setFont(large);
    sentence->setAlignment(Qt::AlignCenter);
    sentence->setWordWrap(true);
    auto* open = new QPushButton(tr("Open photos..."));
    open->setProperty("isMain", true);
    open->setToolTip(tr("Ctrl+O. Ctrl+V opens a picture or a path from the clipboard"));
    connect(open, &QPushButton::clicked, this, &EmptyState::openRequested);

    auto* layout = new QVBoxLayout(this);
    layout->setSizeConstraint(QLayout::SetNoConstraint); // minimumSizeHint()
    layout->setSpacing(18);
    layout->addStretch(3);
    layout->addWidget(mark, 0, Qt::AlignHCenter);
    layout->addWidget(sentence);
    layout->addWidget(open, 0, Qt::AlignHCenter);
    auto* offers = new QVBoxLayout(m_offers);
    offers->setContentsMargins({});
    offers->setSpacing(18);
    if (!sample.isNull()) {
        auto* button = new QToolButton;
        button->setIcon(QIcon(QPixmap::fromImage(sample)));
        button->setIconSize(QSize(132, 88));
        button->setText(tr("Or try the sample photo"));
        button->setToolButtonStyle(Qt::ToolButtonTextUnderIcon);
        button->setCursor(Qt::PointingHandCursor);
        connect(button, &QToolButton::clicked, this, &EmptyState::sampleRequested);
        offers->addSpacing(18);
        offers->addWidget(button, 0, Qt::AlignHCenter);
    }
    m_recent->setSpacing(2);
    offers->addSpacing(8);
    offers->addLayout(m_recent);
    layout->addWidget(m_offers);
    layout->addStretch(4);
}

// Beside a tall queue there is room for the sentence and the button alone.
QSize EmptyState::minimumSizeHint() const
{
    QSize size = layout()->minimumSize();
    if (m_offers->isVisibleTo(this))
        size.rheight() -= m_offers->minimumSizeHint().height() + layout()->spacing();
    return size;
}

void EmptyState::makeRoom()
{
    m_offers->setVisible(height() >= minimumSizeHint().height() + layout()->spacing() +
                                         m_offers->minimumSizeHint().height());
}

bool EmptyState::event(QEvent* event)
{
    const bool isTaken = QWidget::event(event);
    if (event->type() == QEvent::Resize || event->type() == QEvent::LayoutRequest)
        makeRoom();
    return isTaken;
}

void EmptyState::setRecentFiles(const QStringList& files)
{
    while (QLayoutItem* item = m_recent->takeAt(0)) {
        delete item->widget();
        delete item;
    }
    constexpr int most = 5;
    for (const QString& file : files.mid(0, most)) {
        auto* button = new QToolButton;
        button->setText(QFileInfo(file).fileName());
        button->setToolTip(file);
        button->setAccessibleName(tr("Open %1").arg(file));
        button->setCursor(Qt::PointingHandCursor);
        connect(button, &QToolButton::clicked, this, [this, file] { Q_EMIT recentRequested(file); });
        m_recent->addWidget(button, 0, Qt::AlignHCenter);
    }
}

} // namespace enlarger::ui
