// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QDBusConnection>
#include <QDBusUnixFileDescriptor>
#include <QObject>

class QDBusPendingCallWatcher;

namespace enlarger::app {

/// Keeps an idle computer from falling asleep while it works; whoever closes the lid still sends it there.
/// Asks systemd (org.freedesktop.login1) and the screen saver. Lives on the GUI thread, which it never holds
/// up.
class SleepInhibitor : public QObject
{
    Q_OBJECT

public:
    SleepInhibitor(const QDBusConnection& session, const QDBusConnection& system, QObject* parent = nullptr);
    ~SleepInhibitor() override;

    /// `reason` is what desktops show: "Photos are being enlarged".
    void hold(const QString& reason);
    void release();
    bool isHeld() const { return m_lock.isValid() || m_cookie != 0; }

Q_SIGNALS:
    void changed(); // isHeld()

private:
    void askLogin(const QString& reason);
    void askScreenSaver(const QString& reason);
    void giveBack(uint cookie);

    QDBusConnection m_session;
    QDBusConnection m_system;
    bool m_isWanted = false;
    int m_request = 0; // answers to older ones are given back
    QDBusUnixFileDescriptor m_lock;
    uint m_cookie = 0; // the screen saver's; 0: none
};

} // namespace enlarger::app
