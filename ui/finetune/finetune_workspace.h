// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/finetune/finetune_session.h"
#include "app/finetune/run_catalog.h"
#include "app/finetune/run_curves.h"

#include <QWidget>

#include <map>
#include <string>

class QSplitter;

namespace enlarger::ui {

class CurvesPanel;
class FineTunePage;
class RunList;
class StripView;

/// The workspace in which networks learn: runs on the left, curves above and validation pictures below in the
/// middle, what is to be trained on the right.
class FineTuneWorkspace : public QWidget
{
    Q_OBJECT

public:
    FineTuneWorkspace(app::FineTuneSession& session, app::RunCatalog& runs, app::ModelCatalog& catalog,
                      QWidget* parent = nullptr);

    QByteArray saveState() const; // of its splitters
    void restoreState(const QByteArray& state);

    /// Asks a person whether a running training is to be stopped, with a checkpoint, before the window
    /// closes. True: it may close.
    bool confirmClose();

Q_SIGNALS:
    void useRequested(const QString& model);
    void cropChosen(const std::filesystem::path& run,
                    int row); // of the strip, to be compared in the large view
    void previewRequested();  // of the network that learns, on the open photo

protected:
    void showEvent(QShowEvent* event) override;
    void hideEvent(QHideEvent* event) override;

private:
    void connectRuns();
    void showChosen();
    void showNothing();
    void showJob();
    void offerPreview();
    void layCurvesOver();
    void connectNaming();
    const app::RunInfo* find(const QString& run) const; // null: not there
    void edit(const QString& run);
    void keep(const QString& run);
    void exportNetwork(const QString& run);
    void confirmRemoval(const QString& run, std::int64_t bytes);
    bool isOfJob(const std::filesystem::path& folder) const;

    app::FineTuneSession& m_session;
    app::RunCatalog& m_catalog;
    RunList* m_runs;
    CurvesPanel* m_curves;
    StripView* m_strip;
    FineTunePage* m_page;
    std::map<QString, std::string> m_laidOver; // runs whose curves are laid over, and their stamps
    app::RunCurves m_runCurves;                // of the run that is shown, where it is not the job's
    QString m_trained;                         // the run of the last training
    std::filesystem::path m_shown;             // the run's folder; empty: none
    QSplitter* m_columns;
    QSplitter* m_middle;
};

} // namespace enlarger::ui
