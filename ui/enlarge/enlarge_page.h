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
/// detail, the file; what is seldom touched is folded away. Below, always in sight: what it will cost, and
/// the button.
class EnlargePage : public QWidget
{
    Q_OBJECT

public:
    EnlargePage(app::EnlargeSession& session, app::ModelCatalog& catalog, app::RegionService& service,
                app::Settings& settings, QWidget* parent = nullptr);

    ModelSection& modelSection() { return *m_model; }
    ExportSection& exportSection() { return *m_export; }

private:
    static QWidget* makeEstimate(app::EnlargeSession& session);
    /// `key`: where the settings keep whether it is open; `isOpen`: before they do.
    QWidget* makeGroup(const QString& heading, const QString& key, QWidget* content, bool isOpen);

    ModelSection* m_model;
    ExportSection* m_export;
    app::Settings& m_settings;
};

} // namespace enlarger::ui
