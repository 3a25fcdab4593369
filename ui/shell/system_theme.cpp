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
const QString gnome = QStringLiteral("org.gnome.desktop.interface");
const QString fontName = QStringLiteral("font-name");
const QString textScale = QStringLiteral("text-scaling-factor");

// A setting of the desktop as the portal says now; invalid where nothing answers within a moment.
QVariant read(const QString& group, const QString& name)
{
    constexpr int patience = 200; // ms: a portal that does not answer must not hold the window up
    const QDBusConnection bus = QDBusConnection::sessionBus();
    if (!bus.isConnected())
        return {};
    QDBusMessage question = QDBusMessage::createMethodCall(portal, path, settings, QStringLiteral("Read"));
    question << group << name;
    const QDBusMessage answer = bus.call(question, QDBus::Block, patience);
    if (answer.type() != QDBusMessage::ReplyMessage || answer.arguments().isEmpty())
        return {};
    QVariant value = answer.arguments().constFirst(); // a variant in a variant
    while (value.canConvert<QDBusVariant>())
        value = value.value<QDBusVariant>().variant();
    return value;
}

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
    constexpr uint prefersLight = 2;
    return read(appearance, colourScheme).toUInt() != prefersLight;
}

std::optional<QFont> SystemTheme::font()
{
    const QVariant name = read(gnome, fontName);
    if (!name.isValid())
        return {};
    const QVariant scale = read(gnome, textScale);
    return fontFromName(name.toString(), scale.isValid() ? scale.toDouble() : 1.0);
}

std::optional<QFont> SystemTheme::fontFromName(const QString& name, double scale)
{
    const qsizetype space = name.lastIndexOf(QLatin1Char(' '));
    const double points = name.mid(space + 1).toDouble() * scale;
    QString family = name.left(space).trimmed();
    if (family.endsWith(QLatin1Char(',')))
        family.chop(1);
    constexpr double smallest = 5.0;
    constexpr double largest = 40.0;
    if (space <= 0 || family.isEmpty() || !(points >= smallest && points <= largest))
        return {};
    QFont font(family);
    font.setPointSizeF(points);
    return font;
}

void SystemTheme::onSetting(const QString& group, const QString& name, const QDBusVariant&)
{
    if (group == appearance && name == colourScheme)
        Q_EMIT changed();
}

} // namespace enlarger::ui
