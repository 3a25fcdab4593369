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
}

void TrainingPreview::follow()
{
    m_bench.candidates.setLearning({}); // the files of the training before go with it
    connect(m_bench.fineTune.job(), &app::TrainingJob::snapshotChanged, this, &TrainingPreview::renew);
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
    return QStringLiteral("model:") + start;
}

void TrainingPreview::show()
{
    app::TrainingJob* job = m_bench.fineTune.job();
    if (!job)
        return;
    if (!m_bench.documents.current() && job->photos() && !job->photos()->used.empty())
        m_bench.documents.open({job->photos()->used.front().file});
    job->renewSnapshot();
    m_pane.showPair(startKey(), QStringLiteral("now"));
    m_pane.zoomIntoDetail();
}

void TrainingPreview::showResult()
{
    m_bench.candidates.setLearning({}); // the chosen model is what came of it
    m_pane.showPair(startKey(), QStringLiteral("model"));
}

} // namespace enlarger::ui
