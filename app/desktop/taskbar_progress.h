// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QDBusConnection>

namespace enlarger::app {

/// A bar and a number on the program's icon in the taskbar or dock (com.canonical.Unity.LauncherEntry, which
/// GNOME's docks, KDE and others follow).
class TaskbarProgress
{
public:
    explicit TaskbarProgress(const QDBusConnection& session);

    /// `share` of the work that is done, 0..1, and how many photos are left.
    void show(double share, int left);
    void hide();

private:
    void send(const QVariantMap& properties);

    QDBusConnection m_session;
    int m_percent = -1; // as shown; negative: hidden
    int m_left = 0;
};

} // namespace enlarger::app
