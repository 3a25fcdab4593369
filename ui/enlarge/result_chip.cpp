// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/enlarge/result_chip.h"

#include "app/files/number_text.h"
#include "app/files/path_text.h"

#include <QApplication>
#include <QClipboard>
#include <QContextMenuEvent>
#include <QDesktopServices>
#include <QDrag>
#include <QHBoxLayout>
#include <QLabel>
#include <QMenu>
#include <QMimeData>
#include <QMouseEvent>
#include <QToolButton>
#include <QUrl>

namespace enlarger::ui {

ResultChip::ResultChip(QWidget* parent)
    : QFrame(parent)
    , m_name(new QLabel)
    , m_facts(new QLabel)
    , m_folder(new QToolButton)
{
    setProperty("isResult", true); // its look is the theme's
    setCursor(Qt::OpenHandCursor);
    setAccessibleName(tr("The finished picture"));
    m_facts->setProperty("isQuiet", true);
    m_name->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Preferred);
    m_folder->setText(tr("Folder"));
    m_folder->setToolTip(tr("Show it in its folder"));
    m_folder->setAccessibleName(m_folder->toolTip());
    m_folder->setCursor(Qt::PointingHandCursor);

    auto* lines = new QVBoxLayout;
    lines->setSpacing(0);
    lines->addWidget(m_name);
    lines->addWidget(m_facts);
    auto* row = new QHBoxLayout(this);
    row->setContentsMargins(10, 5, 4, 5);
    row->addLayout(lines, 1);
    row->addWidget(m_folder);
    connect(m_folder, &QToolButton::clicked, this, [this] { Q_EMIT folderRequested(m_file); });
    hide();
}

void ResultChip::setFile(const std::filesystem::path& file, double seconds)
{
    m_file = file;
    const QString name = app::toText(file.filename());
    constexpr int longestName = 30; // characters
    m_name->setText(
        tr("✓ %1").arg(name.size() <= longestName
                           ? name
                           : name.left(longestName / 2) + QStringLiteral("…") + name.right(longestName / 2)));
    std::error_code error;
    const std::uintmax_t bytes = std::filesystem::file_size(file, error);
    const QString time = QString::fromStdString(app::durationText(seconds));
    m_facts->setText(
        error ? time : tr("%1 in %2").arg(QString::fromStdString(app::bytesText(std::int64_t(bytes))), time));
    setToolTip(tr("%1\nA double click opens it. Drag it into another program.").arg(app::toText(file)));
    setVisible(!file.empty());
}

QString ResultChip::text() const
{
    return m_name->text() + QLatin1Char('\n') + m_facts->text();
}

QUrl ResultChip::url() const
{
    return QUrl::fromLocalFile(app::toText(m_file));
}

void ResultChip::open() const
{
    QDesktopServices::openUrl(url());
}

void ResultChip::mousePressEvent(QMouseEvent* event)
{
    m_pressed = event->pos();
}

void ResultChip::mouseDoubleClickEvent(QMouseEvent* event)
{
    if (event->button() == Qt::LeftButton)
        open();
}

void ResultChip::contextMenuEvent(QContextMenuEvent* event)
{
    QMenu menu;
    menu.addAction(tr("Open"), this, &ResultChip::open);
    menu.addAction(tr("Show in folder"), this, [this] { Q_EMIT folderRequested(m_file); });
    menu.addAction(tr("Copy the path"), this,
                   [this] { QApplication::clipboard()->setText(app::toText(m_file)); });
    menu.exec(event->globalPos());
}

void ResultChip::mouseMoveEvent(QMouseEvent* event)
{
    const bool isFar = (event->pos() - m_pressed).manhattanLength() >= QApplication::startDragDistance();
    if (!(event->buttons() & Qt::LeftButton) || !isFar)
        return;
    auto* content = new QMimeData;
    content->setUrls({url()});
    auto* drag = new QDrag(this);
    drag->setMimeData(content);
    drag->exec(Qt::CopyAction);
}

} // namespace enlarger::ui
