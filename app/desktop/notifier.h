// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QDBusConnection>
#include <QObject>

namespace enlarger::app {

/// Tells a person who looks elsewhere, by the desktop's notifications (org.freedesktop.Notifications). A new
/// one takes the place of the last.
class Notifier : public QObject
{
    Q_OBJECT

public:
    explicit Notifier(const QDBusConnection& session, QObject* parent = nullptr);

    void show(const QString& title, const QString& text);

Q_SIGNALS:
    void clicked();

private Q_SLOTS:
    void onAction(uint id, const QString& action);

private:
    QDBusConnection m_session;
    uint m_id = 0; // of the last; 0: none
};

} // namespace enlarger::app
