// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/finetune/finetune_session.h"
#include "app/finetune/run_catalog.h"
#include "app/models/model_library.h"
#include "app/queue/job_queue.h"
#include "app/session/document_list.h"
#include "app/session/edit_history.h"
#include "app/session/enlarge_session.h"
#include "app/session/model_catalog.h"
#include "app/session/region_service.h"
#include "app/session/settings.h"
#include "core/base/device_queue.h"
#include "ui/layers/candidates.h"

namespace enlarger::ui {

/// What a window works with: everything that has no face. Made in the order of who needs whom.
struct Workbench
{
    DeviceQueue queue;
    app::Settings settings;
    app::DocumentList documents;
    app::ModelCatalog catalog;
    app::ModelLibrary library{catalog, queue};
    app::EnlargeSession session{documents, catalog, queue};
    app::EditHistory history{documents, catalog, session};
    app::RegionService regions{queue};
    app::JobQueue jobs{queue};
    Candidates candidates{documents, catalog, session, regions};
    app::FineTuneSession fineTune{catalog, queue};
    app::RunCatalog runs;
};

/// Before the catalog says so: a model has another name now, which settings, undo, queue and what is compared
/// go on with.
inline void followRenaming(Workbench& bench, const QString& model, const QString& newName)
{
    bench.session.followRenaming(model, newName);
    bench.history.followRenaming(model, newName);
    bench.jobs.runner().followRenaming(model.toStdString(), newName.toStdString());
    bench.candidates.followRenaming(model, newName);
}

} // namespace enlarger::ui
