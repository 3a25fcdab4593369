// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/session/settings.h"

#include "app/files/name_template.h"
#include "core/image/photo/photo.h"

#include <QDir>
#include <QMetaEnum>
#include <QStandardPaths>

#include <algorithm>
#include <utility>

namespace enlarger::app {

namespace {

// The keys of the file; widgets' own states stand below "state/".
constexpr const char* themeKey = "look/theme";
constexpr const char* screenProfileKey = "look/screenProfile";
constexpr const char* modelKey = "enlarge/model";
constexpr const char* cacheKey = "enlarge/cacheMegabytes";
constexpr const char* recentKey = "open/recent";
constexpr const char* folderKey = "open/folder";
constexpr const char* formatKey = "export/format";
constexpr const char* qualityKey = "export/quality";
constexpr const char* bitsKey = "export/bits";
constexpr const char* exportFolderKey = "export/folder";
constexpr const char* nameKey = "export/name";
constexpr const char* ifExistsKey = "export/ifExists";
constexpr const char* afterKey = "export/afterCommand";
constexpr const char* watchedKey = "queue/watchedFolder";

constexpr int standardCache = 512;
constexpr int standardQuality = 95;
constexpr int mostRecentFiles = 12;

QString settingsFile()
{
    const QString own = qEnvironmentVariable("ENLARGER_CONFIG_DIR");
    const QString folder = own.isEmpty()
                               ? QStandardPaths::writableLocation(QStandardPaths::GenericConfigLocation) +
                                     QStringLiteral("/enlarger")
                               : own;
    return folder + QStringLiteral("/enlarger.ini");
}

QString key(const char* name)
{
    return QString::fromLatin1(name);
}

QString stateKey(const QString& name)
{
    return QStringLiteral("state/") + name;
}

// A number of the file, where it is one and makes sense.
int numberIn(const SettingsFile& file, const char* name, int least, int most, int standard)
{
    bool isNumber = false;
    const int value = file.value(key(name)).toInt(&isNumber);
    return isNumber && value >= least && value <= most ? value : standard;
}

} // namespace

Settings::Settings(QObject* parent)
    : QObject(parent)
    , m_file(settingsFile())
{}

Settings::~Settings()
{
    m_file.save();
}

void Settings::set(const QString& key, const QVariant& value)
{
    m_file.setValue(key, value);
    if (std::exchange(m_isSaveDue, true))
        return;
    const auto save = [this] {
        m_isSaveDue = false;
        m_file.save();
    };
    QMetaObject::invokeMethod(this, save, Qt::QueuedConnection); // with all that changes until then
}

Settings::Theme Settings::theme() const
{
    bool isKnown = false;
    const QByteArray name = m_file.value(key(themeKey)).toString().toLatin1();
    const int value = QMetaEnum::fromType<Theme>().keyToValue(name.constData(), &isKnown);
    return isKnown ? Theme(value) : Theme::Dark;
}

void Settings::setTheme(Theme theme)
{
    const bool isNew = theme != this->theme();
    set(key(themeKey), QString::fromLatin1(QMetaEnum::fromType<Theme>().valueToKey(int(theme))));
    if (isNew)
        Q_EMIT themeChanged();
}

QString Settings::model() const
{
    return m_file.value(key(modelKey)).toString();
}

void Settings::setModel(const QString& name)
{
    set(key(modelKey), name);
}

QString Settings::screenProfile() const
{
    return m_file.value(key(screenProfileKey)).toString();
}

void Settings::setScreenProfile(const QString& file)
{
    if (file == screenProfile())
        return;
    set(key(screenProfileKey), file);
    Q_EMIT screenProfileChanged();
}

int Settings::cacheMegabytes() const
{
    return numberIn(m_file, cacheKey, 64, 65536, standardCache);
}

void Settings::setCacheMegabytes(int megabytes)
{
    const int before = cacheMegabytes();
    set(key(cacheKey), megabytes);
    if (cacheMegabytes() != before)
        Q_EMIT cacheChanged();
}

QStringList Settings::recentFiles() const
{
    return m_file.value(key(recentKey)).toStringList().mid(0, mostRecentFiles);
}

void Settings::addRecentFile(const QString& file)
{
    QStringList files = recentFiles();
    if (!files.isEmpty() && files.first() == file)
        return;
    files.removeAll(file);
    files.prepend(file);
    set(key(recentKey), files.mid(0, mostRecentFiles));
    Q_EMIT recentFilesChanged();
}

void Settings::clearRecentFiles()
{
    if (recentFiles().isEmpty())
        return;
    set(key(recentKey), {});
    Q_EMIT recentFilesChanged();
}

QString Settings::openFolder() const
{
    return m_file.value(key(folderKey)).toString();
}

void Settings::setOpenFolder(const QString& folder)
{
    set(key(folderKey), folder);
}

QString Settings::exportFormat() const
{
    const QString name = m_file.value(key(formatKey)).toString();
    const auto format = image::formatFromName(name.toStdString());
    return format && image::canWrite(*format) ? name : QString();
}

void Settings::setExportFormat(const QString& name)
{
    set(key(formatKey), name);
}

int Settings::exportQuality() const
{
    return numberIn(m_file, qualityKey, 1, 100, standardQuality);
}

void Settings::setExportQuality(int quality)
{
    set(key(qualityKey), quality);
}

int Settings::exportBits() const
{
    const int bits = numberIn(m_file, bitsKey, 0, 16, 0);
    return bits == 8 || bits == 16 ? bits : 0;
}

void Settings::setExportBits(int bits)
{
    set(key(bitsKey), bits);
}

QString Settings::exportFolder() const
{
    return m_file.value(key(exportFolderKey)).toString();
}

void Settings::setExportFolder(const QString& folder)
{
    set(key(exportFolderKey), folder);
}

QString Settings::afterCommand() const
{
    return m_file.value(key(afterKey)).toString();
}

void Settings::setAfterCommand(const QString& words)
{
    if (words == afterCommand())
        return;
    set(key(afterKey), words);
    Q_EMIT afterCommandChanged();
}

QString Settings::watchedFolder() const
{
    return m_file.value(key(watchedKey)).toString();
}

void Settings::setWatchedFolder(const QString& folder)
{
    set(key(watchedKey), folder);
}

QString Settings::nameTemplate() const
{
    const QString text = m_file.value(key(nameKey)).toString();
    return NameTemplate::parse(text.toStdString()) ? text : QString::fromLatin1(standardNameTemplate);
}

void Settings::setNameTemplate(const QString& text)
{
    set(key(nameKey), text);
}

IfExists Settings::ifExists() const
{
    const auto rule = fromName<IfExists>(m_file.value(key(ifExistsKey)).toString().toStdString());
    return rule && *rule != IfExists::Ask ? *rule : IfExists::Rename;
}

void Settings::setIfExists(IfExists rule)
{
    set(key(ifExistsKey), key(nameOf(rule)));
}

QByteArray Settings::state(const QString& name) const
{
    return m_file.value(stateKey(name)).toByteArray();
}

void Settings::setState(const QString& name, const QByteArray& value)
{
    set(stateKey(name), value);
}

} // namespace enlarger::app
