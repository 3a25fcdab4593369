// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QFont>
#include <QObject>

#include <optional>

class QDBusVariant;

namespace enlarger::ui {

/// What the desktop asks of every window, by the desktop portal: whether it be dark
/// (org.freedesktop.appearance color-scheme), and the font (GNOME's font-name and text-scaling-factor).
class SystemTheme : public QObject
{
    Q_OBJECT

public:
    /// Watches the portal, if there is one.
    explicit SystemTheme(QObject* parent = nullptr);

    /// As the portal says now; dark where nothing answers within a moment.
    static bool isDark();

    /// Empty where the portal does not know.
    static std::optional<QFont> font();

    /// "Noto Sans 11" is a family and its size in points; empty where it is no such text.
    static std::optional<QFont> fontFromName(const QString& name, double scale = 1.0);

Q_SIGNALS:
    void changed();

private Q_SLOTS:
    void onSetting(const QString& group, const QString& name, const QDBusVariant& value);
};

} // namespace enlarger::ui
