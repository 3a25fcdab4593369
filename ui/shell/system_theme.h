// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QObject>

class QDBusVariant;

namespace enlarger::ui {

/// Whether the desktop asks for dark windows: org.freedesktop.appearance color-scheme, by the desktop portal.
class SystemTheme : public QObject
{
    Q_OBJECT

public:
    /// Watches the portal, if there is one.
    explicit SystemTheme(QObject* parent = nullptr);

    /// As the portal says now; dark where nothing answers within a moment.
    static bool isDark();

Q_SIGNALS:
    void changed();

private Q_SLOTS:
    void onSetting(const QString& group, const QString& name, const QDBusVariant& value);
};

} // namespace enlarger::ui
