// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/enlarge/result_chip.h"

#include "app/files/path_text.h"

#include <QApplication>
#include <QDrag>
#include <QMimeData>
#include <QMouseEvent>
#include <QUrl>

namespace enlarger::ui {

ResultChip::ResultChip(QWidget* parent)
    : QLabel(parent)
{
    setFrameShape(QFrame::StyledPanel);
    setCursor(Qt::OpenHandCursor);
    setMargin(6);
    setAccessibleName(tr("The finished picture"));
    hide();
}

void ResultChip::setFile(const std::filesystem::path& file)
{
    m_file = file;
    const QString name = app::toText(file.filename());
    constexpr int longestName = 34; // characters
    setText(name.size() <= longestName
                ? name
                : name.left(longestName / 2) + QStringLiteral("...") + name.right(longestName / 2));
    setToolTip(tr("%1\nDrag it into another program.").arg(app::toText(file)));
    setVisible(!file.empty());
}

void ResultChip::mousePressEvent(QMouseEvent* event)
{
    m_pressed = event->pos();
}

void ResultChip::mouseMoveEvent(QMouseEvent* event)
{
    const bool isFar = (event->pos() - m_pressed).manhattanLength() >= QApplication::startDragDistance();
    if (!(event->buttons() & Qt::LeftButton) || !isFar)
        return;
    auto* content = new QMimeData;
    content->setUrls({QUrl::fromLocalFile(app::toText(m_file))});
    auto* drag = new QDrag(this);
    drag->setMimeData(content);
    drag->exec(Qt::CopyAction);
}

} // namespace enlarger::ui
