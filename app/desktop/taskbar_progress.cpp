// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/desktop/taskbar_progress.h"

#include <QDBusMessage>

#include <algorithm>
#include <cmath>

namespace enlarger::app {

TaskbarProgress::TaskbarProgress(const QDBusConnection& session)
    : m_session(session)
{}

void TaskbarProgress::show(double share, int left)
{
    const int percent = int(std::lround(100.0 * std::clamp(share, 0.0, 1.0)));
    if (percent == m_percent && left == m_left)
        return;
    m_percent = percent;
    m_left = left;
    send({{QStringLiteral("progress"), percent / 100.0},
          {QStringLiteral("progress-visible"), true},
          {QStringLiteral("count"), qlonglong(left)},
          {QStringLiteral("count-visible"), left > 1}});
}

void TaskbarProgress::hide()
{
    if (m_percent < 0)
        return;
    m_percent = -1;
    send({{QStringLiteral("progress-visible"), false}, {QStringLiteral("count-visible"), false}});
}

void TaskbarProgress::send(const QVariantMap& properties)
{
    if (!m_session.isConnected())
        return;
    QDBusMessage message = QDBusMessage::createSignal(QStringLiteral("/com/canonical/unity/launcherentry/1"),
                                                      QStringLiteral("com.canonical.Unity.LauncherEntry"),
                                                      QStringLiteral("Update"));
    message << QStringLiteral("application://enlarger.desktop") << properties;
    m_session.send(message);
}

} // namespace enlarger::app
