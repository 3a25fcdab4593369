// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/desktop/notifier.h"

#include <QDBusMessage>
#include <QDBusPendingCallWatcher>
#include <QDBusPendingReply>

namespace enlarger::app {

namespace {

const QString service = QStringLiteral("org.freedesktop.Notifications");
const QString path = QStringLiteral("/org/freedesktop/Notifications");
const QString defaultAction = QStringLiteral("default"); // a click on the whole of it

} // namespace

Notifier::Notifier(const QDBusConnection& session, QObject* parent)
    : QObject(parent)
    , m_session(session)
{
    if (m_session.isConnected())
        m_session.connect(service, path, service, QStringLiteral("ActionInvoked"), this,
                          SLOT(onAction(uint, QString)));
}

void Notifier::show(const QString& title, const QString& text)
{
    if (!m_session.isConnected())
        return;
    constexpr int asTheDesktopLikes = -1; // ms
    QDBusMessage message = QDBusMessage::createMethodCall(service, path, service, QStringLiteral("Notify"));
    message << QStringLiteral("Enlarger") << m_id << QStringLiteral("enlarger") << title << text
            << QStringList{defaultAction, tr("Show")}
            << QVariantMap{{QStringLiteral("desktop-entry"), QStringLiteral("enlarger")}}
            << asTheDesktopLikes;
    auto* const answer = new QDBusPendingCallWatcher(m_session.asyncCall(message), this);
    connect(answer, &QDBusPendingCallWatcher::finished, this, [this, answer] {
        answer->deleteLater();
        const QDBusPendingReply<uint> reply = *answer;
        m_id = reply.isError() ? 0 : reply.value();
    });
}

void Notifier::onAction(uint id, const QString& action)
{
    if (id == m_id && id != 0 && action == defaultAction)
        Q_EMIT clicked();
}

} // namespace enlarger::app
