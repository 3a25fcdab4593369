// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/enlarge/preset_section.h"

#include "app/files/path_text.h"
#include "app/session/preset_choice.h"
#include "ui/enlarge/form_grid.h"
#include "ui/enlarge/model_field.h"

#include <QFileDialog>
#include <QInputDialog>
#include <QLabel>
#include <QMenu>
#include <QMessageBox>
#include <QSignalBlocker>

#include <algorithm>
#include <utility>

namespace enlarger::ui {

using app::Preset;

PresetSection::PresetSection(app::EnlargeSession& session, app::Settings& settings, QWidget* parent)
    : QWidget(parent)
    , m_session(session)
    , m_settings(settings)
    , m_own(m_store.own())
    , m_field(new ModelField)
    , m_problem(new QLabel)
{
    m_field->setAccessibleName(tr("Preset"));
    m_field->setToolTip(tr("Named sets of settings: for the web, for a print of a certain size, your own."));
    m_field->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
    m_field->setMinimumContentsLength(12);
    m_problem->setWordWrap(true);
    m_problem->hide();
    auto* form = new FormGrid(this);
    form->addField(tr("Preset"), m_field);
    form->addBelow(m_problem);
    connect(m_field, &ModelField::pickRequested, this, &PresetSection::showMenu);
    connect(&m_session, &app::EnlargeSession::changed, this, &PresetSection::refresh);
    setFocusProxy(m_field);
    refresh();
}

void PresetSection::refresh()
{
    const auto isChosen = [present = app::presentAsPreset({}, m_settings, m_session)](const Preset& preset) {
        return app::isChosen(preset, present);
    };
    QString name = tr("None");
    for (const std::vector<Preset>* presets : {&std::as_const(m_own), &app::builtInPresets()})
        if (const auto chosen = std::ranges::find_if(*presets, isChosen); chosen != presets->end()) {
            name = app::toText(chosen->name);
            break;
        }
    if (m_field->currentText() == name)
        return;
    const QSignalBlocker quiet(m_field);
    m_field->clear();
    m_field->addItem(name);
}

void PresetSection::showMenu()
{
    auto* menu = new QMenu(this);
    menu->setAttribute(Qt::WA_DeleteOnClose);
    menu->setToolTipsVisible(true);
    fillMenu(*menu);
    menu->setMinimumWidth(m_field->width());
    menu->popup(m_field->mapToGlobal(QPoint(0, m_field->height())));
}

void PresetSection::fillMenu(QMenu& menu)
{
    m_own = m_store.own();
    addPresets(menu, m_own);
    menu.addSeparator();
    addPresets(menu, app::builtInPresets());
    menu.addSeparator();
    menu.addAction(tr("Save the present settings…"), this, &PresetSection::askName);
    menu.addAction(tr("Import…"), this, [this] {
        const QStringList files =
            QFileDialog::getOpenFileNames(this, tr("Import presets"), {}, tr("Presets (*.json)"));
        importAll(files);
    });
    QMenu* exporting = menu.addMenu(tr("Export"));
    QMenu* removing = menu.addMenu(tr("Remove"));
    for (const Preset& preset : m_own) {
        exporting->addAction(app::toText(preset.name), this, [this, preset] { exportTo(preset); });
        removing->addAction(app::toText(preset.name), this, [this, name = preset.name] { remove(name); });
    }
    for (QMenu* of : {exporting, removing})
        of->setEnabled(!m_own.empty());
}

void PresetSection::addPresets(QMenu& menu, const std::vector<Preset>& presets)
{
    const Preset present = app::presentAsPreset({}, m_settings, m_session);
    for (const Preset& preset : presets) {
        QAction* action = menu.addAction(app::toText(preset.name), this, [this, preset] { choose(preset); });
        action->setToolTip(app::toText(presetSummary(preset)));
        action->setCheckable(true);
        action->setChecked(app::isChosen(preset, present));
    }
}

void PresetSection::choose(const Preset& preset)
{
    say(app::choosePreset(preset, m_settings, m_session));
    Q_EMIT settingsChanged();
    refresh();
}

void PresetSection::askName()
{
    bool isWanted = false;
    const QString name = QInputDialog::getText(this, tr("Save the present settings"),
                                               tr("Name of the preset:"), QLineEdit::Normal, {}, &isWanted)
                             .simplified();
    if (isWanted && !name.isEmpty())
        save(name);
}

bool PresetSection::mayReplace(const QString& name)
{
    return !m_store.hasOwn(name.toStdString()) ||
           QMessageBox::question(this, tr("Enlarger"),
                                 tr("There is a preset %1 already. Replace it?").arg(name)) ==
               QMessageBox::Yes;
}

void PresetSection::save(const QString& name)
{
    if (!mayReplace(name))
        return;
    const Status saved = m_store.save(app::presentAsPreset(name.toStdString(), m_settings, m_session));
    say(saved ? QString() : app::toText(saved.error().text()));
    m_own = m_store.own();
    refresh();
}

void PresetSection::importAll(const QStringList& files)
{
    QStringList problems;
    std::optional<Preset> last;
    for (const QString& file : files) {
        const auto preset = app::readPreset(app::toPath(file));
        if (!preset) {
            problems << app::toText(preset.error().text());
            continue;
        }
        if (!mayReplace(app::toText(preset->name)))
            continue;
        if (const Status saved = m_store.save(*preset); !saved)
            problems << app::toText(saved.error().text());
        else
            last = *preset;
    }
    m_own = m_store.own();
    if (files.size() == 1 && last)
        return choose(*last);
    say(problems.join(QLatin1Char('\n')));
    refresh();
}

void PresetSection::exportTo(const Preset& preset)
{
    const QString file = QFileDialog::getSaveFileName(
        this, tr("Export the preset"), app::toText(app::presetFileName(preset.name)), tr("Presets (*.json)"));
    if (file.isEmpty())
        return;
    const Status written = writePreset(preset, app::toPath(file));
    say(written ? QString() : app::toText(written.error().text()));
}

void PresetSection::remove(const std::string& name)
{
    const Status removed = m_store.remove(name);
    say(removed ? QString() : app::toText(removed.error().text()));
    m_own = m_store.own();
    refresh();
}

void PresetSection::say(const QString& problem)
{
    m_problem->setText(problem);
    m_problem->setVisible(!problem.isEmpty());
}

} // namespace enlarger::ui
