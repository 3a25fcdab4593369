// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QStringList>
#include <QVariantMap>

namespace enlarger::app {

/// An INI file of settings. QSettings reads it and knows its form, but replaces it in a way that network
/// shares do not have, and would lose the settings there: AtomicFile writes it. What another window has
/// changed meanwhile stays.
class SettingsFile
{
public:
    explicit SettingsFile(const QString& file);

    QVariant value(const QString& key) const { return m_values.value(key); } // invalid where there is none
    void setValue(const QString& key, const QVariant& value);                // invalid: removes it

    /// Writes what has changed; it stays unsaved where that cannot be.
    void save();

private:
    QString m_file;
    QVariantMap m_values;
    QVariantMap m_changes; // not saved yet
};

} // namespace enlarger::app
