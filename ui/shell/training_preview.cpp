// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/shell/training_preview.h"

#include "app/files/path_text.h"
#include "ui/shell/compare_pane.h"

namespace enlarger::ui {

TrainingPreview::TrainingPreview(Workbench& bench, ComparePane& pane, QObject* parent)
    : QObject(parent)
    , m_bench(bench)
    , m_pane(pane)
{
    connect(&bench.fineTune, &app::FineTuneSession::jobChanged, this, &TrainingPreview::follow);
    connect(&pane, &ComparePane::choiceChanged, this, &TrainingPreview::look);
    connect(&pane.view(), &CompareView::modeChanged, this, &TrainingPreview::look);
    connect(&pane.view(), &CompareView::candidateChanged, this, &TrainingPreview::look);
}

void TrainingPreview::follow()
{
    m_bench.candidates.setLearning({}); // the files of the training before go with it
    const app::TrainingJob* job = m_bench.fineTune.job();
    connect(job, &app::TrainingJob::snapshotChanged, this, &TrainingPreview::renew);
    connect(job, &app::TrainingJob::stateChanged, this, &TrainingPreview::offer);
    connect(job, &app::TrainingJob::healthChanged, this, [this] { // there was a validation
        offer();
        look();
    });
}

// Who chooses it gets a network after the next step.
void TrainingPreview::offer()
{
    const app::TrainingJob* job = m_bench.fineTune.job();
    if (job->snapshot())
        return;
    if (!job->isRunning())
        m_bench.candidates.setLearning({});
    else if (job->progress().step > 0)
        m_bench.candidates.setLearning(
            Candidates::Learning{tr("Now, step %1").arg(job->progress().step), {}});
}

void TrainingPreview::look()
{
    app::TrainingJob* job = m_bench.fineTune.job();
    if (job && job->isRunning())
        job->watchSnapshots(m_pane.isVisible() && m_pane.shownKeys().contains(QStringLiteral("now")));
}

void TrainingPreview::renew()
{
    const auto& snapshot = m_bench.fineTune.job()->snapshot();
    Candidates::Learning learning;
    learning.title = tr("Now, step %1").arg(snapshot->step);
    learning.models = {snapshot->models.model};
    if (snapshot->models.faithful)
        learning.models.push_back(*snapshot->models.faithful);
    m_bench.candidates.setLearning(std::move(learning));
}

QString TrainingPreview::startKey()
{
    const app::TrainingJob* job = m_bench.fineTune.job();
    const QString start = job ? app::toText(job->plan().request.from) : QString();
    if (!m_bench.catalog.find(start))
        return QStringLiteral("bicubic");
    if (start == m_bench.session.model())
        return QStringLiteral("model");
    QStringList added = m_bench.candidates.addedModels();
    if (!added.contains(start))
        m_bench.candidates.setAddedModels(added << start);
    return Candidates::keyOf(start);
}

void TrainingPreview::show()
{
    app::TrainingJob* job = m_bench.fineTune.job();
    if (!job)
        return;
    if (!m_bench.documents.current() && job->photos() && !job->photos()->used.empty())
        m_bench.documents.open({job->photos()->used.front().file});
    m_pane.showPair(startKey(), QStringLiteral("now"));
    m_pane.zoomIntoDetail();
    look();
    job->renewSnapshot();
}

void TrainingPreview::showResult()
{
    m_bench.candidates.setLearning({}); // the chosen model is what came of it
    m_pane.showPair(startKey(), QStringLiteral("model"));
}

} // namespace enlarger::ui
