// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/session/edit_history.h"
#include "app/session/enlarge_session.h"
#include "app/session/region_service.h"
#include "app/session/settings.h"

#include <QWidget>

class QScrollArea;
class QStackedWidget;
class QVBoxLayout;

namespace enlarger::ui {

class ExportSection;
class FoldingGroup;
class ModelPicker;
class ModelSection;
class PhotoSection;
class PlanSection;
class PresetSection;

/// Everything about the result, from top to bottom in the order in which a person decides: model, size,
/// detail, the file; what is seldom touched is folded away. Below, always in sight: what it will cost, and
/// the button. While a model is being picked, cards lie in the place of the fields.
class EnlargePage : public QWidget
{
    Q_OBJECT

public:
    EnlargePage(app::EnlargeSession& session, app::ModelCatalog& catalog, app::RegionService& service,
                app::Settings& settings, QWidget* parent = nullptr);

    ExportSection& exportSection() { return *m_export; }
    ModelPicker& modelPicker() { return *m_picker; }
    PresetSection& presetSection() { return *m_preset; }

    /// Brings what has changed into sight, and marks it for a moment.
    void showChange(app::EditHistory::Group group);

Q_SIGNALS:
    void modelsRequested();   // the page of all models
    void allPagesRequested(); // of the current photo, to be exported

protected:
    bool eventFilter(QObject* watched, QEvent* event) override;

private:
    QWidget* makeSheet();
    void wirePicker(app::EnlargeSession& session);
    void setPicking(bool isPicking);
    void showPreviewSeconds(const app::RegionService& service);
    void fitMargins();
    /// `key`: where the settings keep whether it is open; `isOpen`: before they do.
    FoldingGroup* makeGroup(const QString& heading, const QString& key, QWidget* content, bool isOpen);

    app::Settings& m_settings;
    PresetSection* m_preset;
    ModelSection* m_model;
    PhotoSection* m_photo;
    QWidget* m_size;
    QWidget* m_detail;
    QWidget* m_device;
    FoldingGroup* m_advanced;
    ExportSection* m_export;
    PlanSection* m_plan;
    ModelPicker* m_picker;
    QScrollArea* m_scroll;
    QVBoxLayout* m_sections;
    QStackedWidget* m_stack;
};

} // namespace enlarger::ui
