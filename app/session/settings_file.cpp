// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/session/settings_file.h"

#include "app/files/path_text.h"
#include "core/base/atomic_file.h"

#include <QDir>
#include <QFile>
#include <QSettings>
#include <QTemporaryDir>

namespace enlarger::app {

namespace fs = std::filesystem;

SettingsFile::SettingsFile(const QString& file)
    : m_file(file)
{
    const QSettings saved(m_file, QSettings::IniFormat);
    for (const QString& key : saved.allKeys())
        m_values[key] = saved.value(key);
}

void SettingsFile::setValue(const QString& key, const QVariant& value)
{
    if (value.isValid())
        m_values[key] = value;
    else
        m_values.remove(key);
    m_changes[key] = value;
}

void SettingsFile::save()
{
    if (m_changes.isEmpty())
        return;
    const QTemporaryDir folder(QDir::tempPath() +
                               QStringLiteral("/enlarger-settings-XXXXXX")); // a local disk
    const QString draft = folder.filePath(QStringLiteral("settings.ini"));
    QFile::copy(m_file, draft);
    {
        QSettings ini(draft, QSettings::IniFormat);
        for (auto change = m_changes.cbegin(); change != m_changes.cend(); ++change) {
            if (change->isValid())
                ini.setValue(change.key(), *change);
            else
                ini.remove(change.key());
        }
    }
    QFile written(draft);
    if (!written.open(QIODevice::ReadOnly))
        return;
    std::error_code error;
    fs::path file = toPath(m_file);
    fs::create_directories(file.parent_path(), error);
    if (const fs::path target = fs::canonical(file, error); !error) // a link stays one
        file = target;
    if (writeFile(file, written.readAll().toStdString()))
        m_changes.clear();
}

} // namespace enlarger::app
