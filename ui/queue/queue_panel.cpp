// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/queue/queue_panel.h"

#include "ui/queue/elided_label.h"
#include "ui/queue/job_text.h"

#include <QDir>
#include <QHBoxLayout>
#include <QLabel>
#include <QProgressBar>
#include <QToolButton>
#include <QVBoxLayout>

namespace enlarger::ui {

namespace {

using app::JobState;

constexpr int wholeBar = 1000; // its steps

} // namespace

QueuePanel::QueuePanel(app::JobQueue& queue, QWidget* parent)
    : QWidget(parent)
    , m_queue(queue)
    , m_summary(new ElidedLabel)
    , m_bar(new QProgressBar)
    , m_start(new QToolButton)
    , m_clear(new QToolButton)
    , m_watch(new QToolButton)
    , m_view(new JobView(queue))
    , m_empty(new QLabel(
          tr("Photos on their way to files are listed here.\nDrop photos or folders to add them.")))
{
    setAccessibleName(tr("Queue"));
    m_empty->setAlignment(Qt::AlignCenter);
    m_empty->setWordWrap(true);
    m_empty->setProperty("isQuiet", true);
    auto* inView = new QVBoxLayout(m_view->viewport());
    inView->addWidget(m_empty);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins({});
    layout->setSpacing(0);
    layout->addWidget(makeHead());
    layout->addWidget(m_view, 1);
    connect(&queue, &app::JobQueue::totalsChanged, this, &QueuePanel::refresh);
    connect(&queue, &app::JobQueue::planChanged, this, &QueuePanel::refresh);
    connect(&queue, &app::JobQueue::opened, this, &QueuePanel::refresh);
    refresh();
}

QSize QueuePanel::sizeHint() const
{
    return {600, 220};
}

QWidget* QueuePanel::makeHead()
{
    m_summary->setProperty("isQuiet", true);
    m_bar->setTextVisible(false);
    m_bar->setRange(0, wholeBar);
    m_bar->setMaximumWidth(180);
    m_bar->setMinimumWidth(40);
    m_bar->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Fixed);
    m_bar->setAccessibleName(tr("Progress of the queue"));
    m_clear->setText(tr("Clear finished"));
    m_clear->setToolTip(tr("Takes what is over from the list. Files stay."));
    auto* add = new QToolButton;
    add->setText(tr("Add…"));
    add->setToolTip(
        tr("Photos that need not be opened, with the present settings. Or drop files and folders here."));
    add->setAccessibleName(tr("Add photos to the queue"));
    setWatchedFolder({});
    auto* close = new QToolButton;
    close->setText(QStringLiteral("×"));
    close->setToolTip(tr("Hide the queue. It goes on."));
    close->setAccessibleName(tr("Hide the queue"));
    connect(m_start, &QToolButton::clicked, this, &QueuePanel::startOrPause);
    connect(m_clear, &QToolButton::clicked, &m_queue, &app::JobQueue::clearFinished);
    connect(add, &QToolButton::clicked, this, &QueuePanel::addRequested);
    connect(m_watch, &QToolButton::clicked, this, [this] {
        if (m_watched.isEmpty())
            Q_EMIT watchRequested();
        else
            Q_EMIT unwatchRequested();
    });
    connect(close, &QToolButton::clicked, this, &QueuePanel::closeRequested);
    for (QToolButton* button : {m_start, add, m_watch, m_clear, close})
        button->setAutoRaise(true);

    auto* title = new QLabel(tr("Queue"));
    auto* head = new QWidget;
    auto* row = new QHBoxLayout(head);
    row->setContentsMargins(10, 4, 6, 4);
    row->setSpacing(8);
    row->addWidget(title);
    row->addWidget(m_summary, 3);
    row->addWidget(m_bar, 1);
    row->addWidget(m_start);
    row->addWidget(add);
    row->addWidget(m_watch);
    row->addWidget(m_clear);
    row->addWidget(close);
    return head;
}

void QueuePanel::setWatchedFolder(const QString& folder)
{
    m_watched = folder;
    m_watch->setText(folder.isEmpty() ? tr("Watch…")
                                      : tr("Watching %1")
                                            .arg(m_watch->fontMetrics().elidedText(QDir(folder).dirName(),
                                                                                   Qt::ElideMiddle, 120)));
    m_watch->setAccessibleName(folder.isEmpty() ? tr("Watch a folder") : tr("Stop watching %1").arg(folder));
    m_watch->setToolTip(folder.isEmpty()
                            ? tr("Photos that arrive in a folder are added, with the settings of that time.")
                            : tr("Photos that arrive in %1 are added. A click ends it.").arg(folder));
    m_watch->setCheckable(!folder.isEmpty());
    m_watch->setChecked(!folder.isEmpty());
}

void QueuePanel::startOrPause()
{
    if (m_queue.runner().isStarted())
        m_queue.runner().pause();
    else
        m_queue.goOn();
}

void QueuePanel::refresh()
{
    const app::QueueTotals totals = m_queue.totals();
    const app::JobRunner& runner = m_queue.runner();
    QStringList parts{totalsText(m_queue), lossesText(m_queue.plan())};
    parts.removeAll(QString());
    const QString summary = parts.join(QStringLiteral(", "));
    m_summary->setText(summary);
    m_summary->setToolTip((QStringList(summary) + planLines(m_queue.plan())).join(QLatin1Char('\n')));
    m_bar->setVisible(totals.unfinished > 0);
    m_bar->setValue(int(wholeBar * totals.share));
    m_start->setText(runner.isStarted()       ? tr("Pause")
                     : runner.current()       ? tr("Resume")
                     : m_queue.leftOver() > 0 ? tr("Go on")
                                              : tr("Start"));
    m_start->setEnabled(runner.isStarted() || totals.unfinished > 0 || m_queue.leftOver() > 0);
    const app::JobList& jobs = m_queue.jobs();
    m_clear->setEnabled(jobs.countOf(JobState::Done) + jobs.countOf(JobState::Skipped) +
                            jobs.countOf(JobState::Failed) + jobs.countOf(JobState::Cancelled) >
                        0);
    m_empty->setVisible(m_queue.jobs().count() == 0);
}

} // namespace enlarger::ui
