// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/files/output_names.h"
#include "app/session/settings_file.h"

#include <QByteArray>
#include <QObject>
#include <QStringList>

namespace enlarger::app {

/// What the program remembers, with its defaults. One INI file: $XDG_CONFIG_HOME/enlarger/enlarger.ini, or in
/// ENLARGER_CONFIG_DIR. A value that makes no sense counts as the default.
class Settings : public QObject
{
    Q_OBJECT

public:
    enum class Theme { Dark, Light, System };
    Q_ENUM(Theme)

    explicit Settings(QObject* parent = nullptr);
    ~Settings() override; // saves what is not yet saved

    Theme theme() const;
    void setTheme(Theme theme); // emits themeChanged() on a real change

    QString model() const; // empty: never chosen
    void setModel(const QString& name);

    QString screenProfile() const; // path of an ICC file; empty: the system's, else sRGB
    void setScreenProfile(const QString& file);

    int cacheMegabytes() const; // of enlarged tiles; 64..65536, default 512
    void setCacheMegabytes(int megabytes);

    QStringList recentFiles() const; // the newest first, at most 12
    void addRecentFile(const QString& file);
    void clearRecentFiles();

    QString openFolder() const; // of the last Open dialog
    void setOpenFolder(const QString& folder);

    // The export's: empty format and bits 0 mean as the source; empty folder: beside the source.
    QString exportFormat() const;
    void setExportFormat(const QString& name);
    int exportQuality() const; // 1..100, default 95
    void setExportQuality(int quality);
    int exportBits() const;
    void setExportBits(int bits);
    QString exportFolder() const;
    void setExportFolder(const QString& folder);
    QString afterCommand() const; // of words, run on each result; empty: none
    void setAfterCommand(const QString& words);
    QString watchedFolder() const; // empty: none
    void setWatchedFolder(const QString& folder);
    QString nameTemplate() const; // default "{name}_x{scale}", as the command line's
    void setNameTemplate(const QString& text);
    IfExists ifExists() const; // of a result's name; never Ask; default Rename
    void setIfExists(IfExists rule);

    /// Any widget's own remembered state, by name: geometry, splitters, the compare mode.
    QByteArray state(const QString& name) const;
    void setState(const QString& name, const QByteArray& value);

Q_SIGNALS:
    void themeChanged();
    void screenProfileChanged();
    void cacheChanged();
    void afterCommandChanged();
    void recentFilesChanged();

private:
    void set(const QString& key, const QVariant& value); // saved when control returns to the event loop

    SettingsFile m_file;
    bool m_isSaveDue = false;
};

} // namespace enlarger::app
