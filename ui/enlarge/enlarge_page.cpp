// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/enlarge/enlarge_page.h"

#include "ui/enlarge/device_section.h"
#include "ui/enlarge/export_section.h"
#include "ui/enlarge/fidelity_section.h"
#include "ui/enlarge/folding_group.h"
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
    , m_settings(settings)
{
    auto* sheet = new QWidget;
    auto* sections = new QVBoxLayout(sheet);
    sections->setContentsMargins(16, 14, 16, 14);
    sections->setSpacing(8);
    const auto add = [&](const QString& heading, QWidget* section) {
        auto* label = new QLabel(heading);
        label->setProperty("isHeading", true);
        if (sections->count() > 0)
            sections->addSpacing(12);
        sections->addWidget(label);
        sections->addWidget(section);
    };
    add(tr("Model"), m_model);
    add(tr("Size"), new SizeSection(session));
    add(tr("Detail"), new FidelitySection(session));
    sections->addSpacing(12);
    sections->addWidget(makeGroup(tr("Export"), QStringLiteral("export-open"), m_export, true));
    sections->addSpacing(4);
    sections->addWidget(
        makeGroup(tr("Advanced"), QStringLiteral("advanced-open"), new DeviceSection(session), false));
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
    layout->addWidget(makeEstimate(session));
    layout->addWidget(m_export->footer());
    setAccessibleName(tr("Enlarge"));
}

// What the result will cost stands above the button that asks for it, whatever is folded.
QWidget* EnlargePage::makeEstimate(app::EnlargeSession& session)
{
    auto* estimate = new QWidget;
    estimate->setProperty("isFooter", true);
    auto* layout = new QVBoxLayout(estimate);
    layout->setContentsMargins(16, 10, 16, 0);
    layout->addWidget(new PlanSection(session));
    return estimate;
}

QWidget* EnlargePage::makeGroup(const QString& heading, const QString& key, QWidget* content, bool isOpen)
{
    auto* group = new FoldingGroup(heading, content);
    const QByteArray saved = m_settings.state(key);
    group->setOpen(saved.isEmpty() ? isOpen : saved == "1");
    connect(group, &FoldingGroup::toggled, this,
            [this, key](bool open) { m_settings.setState(key, open ? "1" : "0"); });
    return group;
}

} // namespace enlarger::ui
