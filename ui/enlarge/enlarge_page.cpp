// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/enlarge/enlarge_page.h"

#include "ui/enlarge/device_section.h"
#include "ui/enlarge/export_section.h"
#include "ui/enlarge/fidelity_section.h"
#include "ui/enlarge/model_section.h"
#include "ui/enlarge/plan_section.h"
#include "ui/enlarge/size_section.h"

#include <QLabel>
#include <QScrollArea>
#include <QVBoxLayout>

namespace enlarger::ui {

EnlargePage::EnlargePage(app::EnlargeSession& session, app::ModelCatalog& catalog,
                         app::RegionService& service, app::Settings& settings, QWidget* parent)
    : QWidget(parent)
    , m_model(new ModelSection(session, catalog, service))
    , m_export(new ExportSection(settings))
{
    auto* sheet = new QWidget;
    auto* sections = new QVBoxLayout(sheet);
    sections->setContentsMargins(16, 14, 16, 14);
    sections->setSpacing(8);
    const auto add = [&](const QString& heading, QWidget* section) {
        auto* label = new QLabel(heading);
        label->setProperty("isHeading", true);
        if (sections->count() > 0)
            sections->addSpacing(10);
        sections->addWidget(label);
        sections->addWidget(section);
    };
    add(tr("Model"), m_model);
    add(tr("Size"), new SizeSection(session));
    add(tr("Fidelity"), new FidelitySection(session));
    add(tr("Computing"), new DeviceSection(session));
    add(tr("Result"), new PlanSection(session));
    add(tr("File"), m_export);
    sections->addStretch();

    auto* scroll = new QScrollArea;
    scroll->setWidget(sheet);
    scroll->setWidgetResizable(true);
    scroll->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    scroll->setFrameShape(QFrame::NoFrame);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins({});
    layout->setSpacing(0);
    layout->addWidget(scroll, 1);
    layout->addWidget(m_export->footer());
    setAccessibleName(tr("Enlarge"));
}

} // namespace enlarger::ui
