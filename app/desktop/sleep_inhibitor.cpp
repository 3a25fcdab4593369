// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/desktop/sleep_inhibitor.h"

#include <QDBusMessage>
#include <QDBusPendingCallWatcher>
#include <QDBusPendingReply>

namespace enlarger::app {

namespace {

const QString program = QStringLiteral("Enlarger");

QDBusMessage toScreenSaver(const char* method)
{
    QDBusMessage message = QDBusMessage::createMethodCall(
        QStringLiteral("org.freedesktop.ScreenSaver"), QStringLiteral("/org/freedesktop/ScreenSaver"),
        QStringLiteral("org.freedesktop.ScreenSaver"), QLatin1String(method));
    message.setAutoStartService(false);
    return message;
}

} // namespace

SleepInhibitor::SleepInhibitor(const QDBusConnection& session, const QDBusConnection& system, QObject* parent)
    : QObject(parent)
    , m_session(session)
    , m_system(system)
{}

SleepInhibitor::~SleepInhibitor()
{
    release();
}

void SleepInhibitor::hold(const QString& reason)
{
    if (m_isWanted)
        return;
    m_isWanted = true;
    ++m_request;
    askLogin(reason);
    askScreenSaver(reason); // some desktops heed this one alone
}

void SleepInhibitor::release()
{
    if (!m_isWanted)
        return;
    m_isWanted = false;
    ++m_request;
    m_lock = {}; // the last one that holds the descriptor lets go
    if (m_cookie != 0)
        giveBack(std::exchange(m_cookie, 0U));
    Q_EMIT changed();
}

void SleepInhibitor::askLogin(const QString& reason)
{
    if (!m_system.isConnected())
        return;
    QDBusMessage message = QDBusMessage::createMethodCall(
        QStringLiteral("org.freedesktop.login1"), QStringLiteral("/org/freedesktop/login1"),
        QStringLiteral("org.freedesktop.login1.Manager"), QStringLiteral("Inhibit"));
    message.setAutoStartService(false);
    message << QStringLiteral("idle") << program << reason << QStringLiteral("block");
    auto* const answer = new QDBusPendingCallWatcher(m_system.asyncCall(message), this);
    connect(answer, &QDBusPendingCallWatcher::finished, this, [this, answer, request = m_request] {
        answer->deleteLater();
        const QDBusPendingReply<QDBusUnixFileDescriptor> reply = *answer;
        if (request != m_request || reply.isError())
            return; // and the descriptor goes with the reply
        m_lock = reply.value();
        Q_EMIT changed();
    });
}

void SleepInhibitor::askScreenSaver(const QString& reason)
{
    if (!m_session.isConnected())
        return;
    QDBusMessage message = toScreenSaver("Inhibit");
    message << program << reason;
    auto* const answer = new QDBusPendingCallWatcher(m_session.asyncCall(message), this);
    connect(answer, &QDBusPendingCallWatcher::finished, this, [this, answer, request = m_request] {
        answer->deleteLater();
        const QDBusPendingReply<uint> reply = *answer;
        if (reply.isError())
            return;
        if (request != m_request)
            return giveBack(reply.value());
        m_cookie = reply.value();
        Q_EMIT changed();
    });
}

void SleepInhibitor::giveBack(uint cookie)
{
    QDBusMessage message = toScreenSaver("UnInhibit");
    message << cookie;
    m_session.send(message);
}

} // namespace enlarger::app
