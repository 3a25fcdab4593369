// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/queue/job_view.h"

#include "app/files/path_text.h"
#include "app/session/mime_content.h"
#include "ui/queue/job_delegate.h"

#include <QContextMenuEvent>
#include <QDesktopServices>
#include <QDragEnterEvent>
#include <QKeyEvent>
#include <QMenu>
#include <QMimeData>
#include <QUrl>

#include <algorithm>

namespace enlarger::ui {

namespace {

using app::JobIds;
using app::JobState;

} // namespace

JobView::JobView(app::JobQueue& queue, QWidget* parent)
    : QListView(parent)
    , m_queue(queue)
{
    setModel(&queue.jobs());
    setItemDelegate(new JobDelegate(queue, m_thumbnails, this));
    setUniformItemSizes(true);
    setMouseTracking(true);
    setVerticalScrollMode(ScrollPerPixel);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    setEditTriggers(NoEditTriggers);
    setSelectionMode(ExtendedSelection);
    setFrameShape(NoFrame);
    setDragDropMode(DragDrop);
    setDefaultDropAction(Qt::MoveAction);
    setDropIndicatorShown(true);
    setAccessibleName(tr("Photos in the queue"));
    connect(&m_thumbnails, &app::JobThumbnails::made, this, [this](std::int64_t id) {
        if (const int row = m_queue.jobs().rowOf(id); row >= 0)
            update(m_queue.jobs().index(row));
    });
    connect(this, &QAbstractItemView::activated, this, &JobView::openJob);
    // The others show what is known of the rest, or that it is paused.
    connect(&queue, &app::JobQueue::totalsChanged, viewport(), qOverload<>(&QWidget::update));
}

JobIds JobView::selectedJobs() const
{
    JobIds ids;
    for (const QModelIndex& index : selectionModel()->selectedIndexes())
        ids.insert(m_queue.jobs().at(index.row()).id);
    return ids;
}

const app::Job* JobView::onlyOne() const
{
    const JobIds ids = selectedJobs();
    return ids.size() == 1 ? m_queue.jobs().find(*ids.begin()) : nullptr;
}

void JobView::openJob(const QModelIndex& index)
{
    const app::Job& job = m_queue.jobs().at(index.row());
    if (job.state == JobState::Done)
        QDesktopServices::openUrl(QUrl::fromLocalFile(app::toText(job.output)));
    else
        Q_EMIT photoRequested(job.source);
}

void JobView::addFileActions(QMenu& menu, const app::Job& job)
{
    if (job.state == JobState::Done) {
        menu.addAction(tr("Open"), this, [output = job.output] {
            QDesktopServices::openUrl(QUrl::fromLocalFile(app::toText(output)));
        });
        menu.addAction(tr("Show in folder"), this,
                       [this, output = job.output] { Q_EMIT folderRequested(output); });
    }
    menu.addAction(tr("Show the photo"), this, [this, photo = job.source] { Q_EMIT photoRequested(photo); });
    menu.addSeparator();
}

void JobView::fillMenu(QMenu& menu)
{
    const JobIds ids = selectedJobs();
    if (ids.empty())
        return;
    app::JobRunner& runner = m_queue.runner();
    const auto has = [&](const auto& isMeant) {
        return std::ranges::any_of(ids, [&](std::int64_t id) {
            const app::Job* job = m_queue.jobs().find(id);
            return job && isMeant(*job);
        });
    };
    const auto add = [&](const QString& text, bool isPossible, const auto& work) {
        if (isPossible)
            menu.addAction(text, this, [this, ids, work] { work(ids); });
    };
    if (const app::Job* job = onlyOne())
        addFileActions(menu, *job);
    const bool isAhead = has([](const app::Job& job) { return !isOver(job.state); });
    add(tr("Pause"), has([](const app::Job& job) {
            return job.state == JobState::Waiting || job.state == JobState::Running;
        }),
        [&runner](const JobIds& some) { runner.pause(some); });
    add(tr("Resume"), has([](const app::Job& job) { return job.state == JobState::Paused; }),
        [&runner](const JobIds& some) { runner.resume(some); });
    add(tr("Try again"),
        has([](const app::Job& job) { return isOver(job.state) && job.state != JobState::Done; }),
        [this, &runner](const JobIds& some) {
            runner.retry(m_queue.jobs().idsOf([&some](const app::Job& job) {
                return some.contains(job.id) && job.state != JobState::Done;
            }));
        });
    add(tr("Do again"), has([](const app::Job& job) { return job.state == JobState::Done; }),
        [this, &runner](const JobIds& some) {
            runner.retry(m_queue.jobs().idsOf([&some](const app::Job& job) {
                return some.contains(job.id) && job.state == JobState::Done;
            }));
        });
    add(tr("Use the present settings"),
        has([](const app::Job& job) { return job.state != JobState::Running; }),
        [this](const JobIds& some) { Q_EMIT settingsRequested(some); });
    menu.addSeparator();
    add(tr("To the top"), isAhead, [this](const JobIds& some) { m_queue.jobs().move(some, 0); });
    add(tr("To the end"), isAhead,
        [this](const JobIds& some) { m_queue.jobs().move(some, m_queue.jobs().count()); });
    menu.addSeparator();
    add(tr("Cancel"), isAhead, [&runner](const JobIds& some) { runner.cancel(some); });
    add(tr("Remove from the queue"), true, [&runner](const JobIds& some) { runner.remove(some); });
}

void JobView::contextMenuEvent(QContextMenuEvent* event)
{
    auto* menu = new QMenu(this);
    menu->setAttribute(Qt::WA_DeleteOnClose);
    fillMenu(*menu);
    if (menu->isEmpty())
        return menu->deleteLater();
    const bool isByKey = event->reason() == QContextMenuEvent::Keyboard;
    menu->popup(isByKey ? viewport()->mapToGlobal(visualRect(currentIndex()).center()) : event->globalPos());
}

// All jobs, where the list has the keys: else it is all photos of the filmstrip.
bool JobView::event(QEvent* event)
{
    if (event->type() == QEvent::ShortcutOverride &&
        static_cast<QKeyEvent*>(event)->matches(QKeySequence::SelectAll)) {
        event->accept();
        return true;
    }
    return QListView::event(event);
}

void JobView::keyPressEvent(QKeyEvent* event)
{
    if (event->key() == Qt::Key_Delete)
        m_queue.runner().remove(selectedJobs());
    else
        QListView::keyPressEvent(event);
}

bool JobView::isForeign(const QDropEvent& event) const
{
    return event.source() != this && event.mimeData()->hasUrls();
}

void JobView::dragEnterEvent(QDragEnterEvent* event)
{
    if (!isForeign(*event))
        return QListView::dragEnterEvent(event);
    event->setDropAction(Qt::CopyAction); // a file manager may propose to move the files
    event->accept();
}

void JobView::dragMoveEvent(QDragMoveEvent* event)
{
    if (!isForeign(*event))
        return QListView::dragMoveEvent(event);
    event->setDropAction(Qt::CopyAction);
    event->accept();
}

void JobView::dropEvent(QDropEvent* event)
{
    if (!isForeign(*event))
        return QListView::dropEvent(event);
    Q_EMIT filesDropped(app::readMimeContent(*event->mimeData()).files);
    event->setDropAction(Qt::CopyAction);
    event->accept();
}

} // namespace enlarger::ui
