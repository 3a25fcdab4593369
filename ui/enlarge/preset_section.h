// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/presets/preset_store.h"
#include "app/session/enlarge_session.h"
#include "app/session/settings.h"

#include <QWidget>

class QLabel;
class QMenu;

namespace enlarger::ui {

class ModelField;

/// Named sets of settings: which one is in use, and a menu to take another, to keep the present settings as
/// one, and to exchange them as files.
class PresetSection : public QWidget
{
    Q_OBJECT

public:
    PresetSection(app::EnlargeSession& session, app::Settings& settings, QWidget* parent = nullptr);

    /// All that can be done, as it is now.
    void fillMenu(QMenu& menu);
    /// Keeps the present settings under that name; asks before it replaces one.
    void save(const QString& name);
    /// Takes presets from files; where it is one, it is put to use.
    void importAll(const QStringList& files);

    /// Which preset is in use may have changed with the settings, which do not say so.
    void refresh();

Q_SIGNALS:
    void settingsChanged(); // by a preset

private:
    void showMenu();
    void choose(const app::Preset& preset);
    void askName();
    void exportTo(const app::Preset& preset);
    void remove(const std::string& name);
    void addPresets(QMenu& menu, const std::vector<app::Preset>& presets);
    bool mayReplace(const QString& name); // asks where there is one
    void say(const QString& problem);

    app::EnlargeSession& m_session;
    app::Settings& m_settings;
    app::PresetStore m_store;
    std::vector<app::Preset> m_own; // as read last
    ModelField* m_field;
    QLabel* m_problem;
};

} // namespace enlarger::ui
