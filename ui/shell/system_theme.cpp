// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/shell/system_theme.h"

#include <QDBusConnection>
#include <QDBusMessage>
#include <QDBusVariant>

namespace enlarger::ui {

namespace {

const QString portal = QStringLiteral("org.freedesktop.portal.Desktop");
const QString path = QStringLiteral("/org/freedesktop/portal/desktop");
const QString settings = QStringLiteral("org.freedesktop.portal.Settings");
const QString appearance = QStringLiteral("org.freedesktop.appearance");
const QString colourScheme = QStringLiteral("color-scheme");

} // namespace

SystemTheme::SystemTheme(QObject* parent)
    : QObject(parent)
{
    QDBusConnection bus = QDBusConnection::sessionBus();
    if (bus.isConnected())
        bus.connect(portal, path, settings, QStringLiteral("SettingChanged"), this,
                    SLOT(onSetting(QString, QString, QDBusVariant)));
}

bool SystemTheme::isDark()
{
    constexpr int patience = 200; // ms: a portal that does not answer must not hold the window up
    const QDBusConnection bus = QDBusConnection::sessionBus();
    if (!bus.isConnected())
        return true;
    QDBusMessage question = QDBusMessage::createMethodCall(portal, path, settings, QStringLiteral("Read"));
    question << appearance << colourScheme;
    const QDBusMessage answer = bus.call(question, QDBus::Block, patience);
    if (answer.type() != QDBusMessage::ReplyMessage || answer.arguments().isEmpty())
        return true;
    QVariant value = answer.arguments().constFirst(); // a variant in a variant
    while (value.canConvert<QDBusVariant>())
        value = value.value<QDBusVariant>().variant();
    constexpr uint prefersLight = 2;
    return value.toUInt() != prefersLight;
}

void SystemTheme::onSetting(const QString& group, const QString& name, const QDBusVariant&)
{
    if (group == appearance && name == colourScheme)
        Q_EMIT changed();
}

} // namespace enlarger::ui
