// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/session/enlarge_session.h"
#include "app/session/region_service.h"
#include "app/session/settings.h"

#include <QWidget>

namespace enlarger::ui {

class ExportSection;
class ModelSection;

/// Everything about the result, from top to bottom in the order in which a person decides: model, size,
/// fidelity, device, what it will cost, and the file.
class EnlargePage : public QWidget
{
    Q_OBJECT

public:
    EnlargePage(app::EnlargeSession& session, app::ModelCatalog& catalog, app::RegionService& service,
                app::Settings& settings, QWidget* parent = nullptr);

    ModelSection& modelSection() { return *m_model; }
    ExportSection& exportSection() { return *m_export; }

private:
    ModelSection* m_model;
    ExportSection* m_export;
};

} // namespace enlarger::ui
