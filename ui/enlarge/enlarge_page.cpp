// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/enlarge/enlarge_page.h"

#include "ui/enlarge/change_mark.h"
#include "ui/enlarge/device_section.h"
#include "ui/enlarge/export_section.h"
#include "ui/enlarge/fidelity_section.h"
#include "ui/enlarge/folding_group.h"
#include "ui/enlarge/model_picker.h"
#include "ui/enlarge/model_section.h"
#include "ui/enlarge/photo_section.h"
#include "ui/enlarge/plan_section.h"
#include "ui/enlarge/preset_section.h"
#include "ui/enlarge/size_section.h"

#include <QEvent>
#include <QScrollArea>
#include <QScrollBar>
#include <QStackedWidget>
#include <QVBoxLayout>

#include <algorithm>

namespace enlarger::ui {

namespace {

constexpr int edge = 16; // between the page's edge and its fields

}

EnlargePage::EnlargePage(app::EnlargeSession& session, app::ModelCatalog& catalog,
                         app::RegionService& service, app::Settings& settings, QWidget* parent)
    : QWidget(parent)
    , m_settings(settings)
    , m_preset(new PresetSection(session, settings))
    , m_model(new ModelSection(session, catalog))
    , m_photo(new PhotoSection(session))
    , m_size(new SizeSection(session))
    , m_detail(new FidelitySection(session))
    , m_device(new DeviceSection(session))
    , m_export(new ExportSection(settings))
    , m_plan(new PlanSection(session))
    , m_picker(new ModelPicker(session, catalog, service))
    , m_scroll(new QScrollArea)
    , m_stack(new QStackedWidget)
{
    m_scroll->setWidget(makeSheet());
    m_scroll->setWidgetResizable(true);
    m_scroll->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_scroll->setFrameShape(QFrame::NoFrame);
    m_scroll->verticalScrollBar()->installEventFilter(this);
    m_stack->addWidget(m_scroll);
    m_stack->addWidget(m_picker);
    m_export->setEstimate(m_plan);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins({});
    layout->setSpacing(0);
    layout->addWidget(m_stack, 1);
    layout->addWidget(m_export->footer());
    setAccessibleName(tr("Enlarge"));

    wirePicker(session);
    connect(m_photo, &PhotoSection::allPagesRequested, this, &EnlargePage::allPagesRequested);
    connect(m_preset, &PresetSection::settingsChanged, m_export, &ExportSection::reload);
    connect(m_export, &ExportSection::settingsChanged, m_preset, &PresetSection::refresh);
    connect(&service, &app::RegionService::progressChanged, this,
            [this, &service] { showPreviewSeconds(service); });
}

QWidget* EnlargePage::makeSheet()
{
    auto* sheet = new QWidget;
    m_sections = new QVBoxLayout(sheet);
    m_sections->setContentsMargins(edge, edge, edge, edge);
    m_sections->setSpacing(16);
    m_sections->addWidget(m_preset);
    m_sections->addWidget(m_model);
    m_sections->addWidget(m_photo);
    m_sections->addWidget(m_size);
    m_sections->addWidget(m_detail);
    m_sections->addSpacing(8);
    m_sections->addWidget(makeGroup(tr("Export"), QStringLiteral("export-open"), m_export, true));
    m_advanced = makeGroup(tr("Advanced"), QStringLiteral("advanced-open"), m_device, false);
    m_sections->addWidget(m_advanced);
    m_sections->addStretch();
    return sheet;
}

FoldingGroup* EnlargePage::makeGroup(const QString& heading, const QString& key, QWidget* content,
                                     bool isOpen)
{
    auto* group = new FoldingGroup(heading, content);
    const QByteArray saved = m_settings.state(key);
    group->setOpen(saved.isEmpty() ? isOpen : saved == "1");
    connect(group, &FoldingGroup::toggled, this,
            [this, key](bool open) { m_settings.setState(key, open ? "1" : "0"); });
    return group;
}

void EnlargePage::wirePicker(app::EnlargeSession& session)
{
    connect(m_model, &ModelSection::pickRequested, this, [this] { setPicking(true); });
    connect(m_picker, &ModelPicker::chosen, &session, &app::EnlargeSession::setModel);
    connect(m_picker, &ModelPicker::closed, this, [this] { setPicking(false); });
    connect(m_picker, &ModelPicker::manageRequested, this, [this] {
        setPicking(false);
        Q_EMIT modelsRequested();
    });
}

void EnlargePage::setPicking(bool isPicking)
{
    m_stack->setCurrentWidget(isPicking ? static_cast<QWidget*>(m_picker) : m_scroll);
    (isPicking ? static_cast<QWidget*>(m_picker) : m_model)->setFocus();
}

void EnlargePage::showChange(app::EditHistory::Group group)
{
    using Group = app::EditHistory::Group;
    if (m_stack->currentWidget() == m_picker)
        setPicking(false);
    const auto mark = [this](QWidget* section) {
        m_scroll->ensureWidgetVisible(section);
        ChangeMark::put(*section);
    };
    if (group == Group::Device)
        m_advanced->setOpen(true);
    QWidget* const model = m_model;
    for (const auto& [of, section] : {std::pair(Group::Device, m_device), std::pair(Group::Detail, m_detail),
                                      std::pair(Group::Size, m_size), std::pair(Group::Model, model)})
        if (section->isVisible() && (group == of || group == Group::All))
            mark(section);
}

void EnlargePage::showPreviewSeconds(const app::RegionService& service)
{
    const infer::RegionProgress& progress = service.progress();
    const double seconds = progress.waiting > 0 ? progress.secondsLeft : 0.0;
    m_plan->setPreviewSeconds(seconds);
    m_export->setPreviewSeconds(seconds);
}

// Fields keep their width when the scroll bar comes and goes.
void EnlargePage::fitMargins()
{
    const QScrollBar* bar = m_scroll->verticalScrollBar();
    m_sections->setContentsMargins(
        edge, edge, bar->isVisible() ? std::max(0, edge - bar->sizeHint().width()) : edge, edge);
}

bool EnlargePage::eventFilter(QObject* watched, QEvent* event)
{
    if (event->type() == QEvent::Show || event->type() == QEvent::Hide)
        fitMargins();
    return QWidget::eventFilter(watched, event);
}

} // namespace enlarger::ui
