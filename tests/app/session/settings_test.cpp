// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/session/settings.h"

#include "tests/app/session/session_folder.h"

#include <QSignalSpy>
#include <QTest>

#include <fstream>

using namespace enlarger;
using app::Settings;
namespace fs = std::filesystem;

class SettingsTest : public QObject
{
    Q_OBJECT

private:
    std::unique_ptr<tests::SessionFolder> m_folder;

private Q_SLOTS:
    void init()
    {
        tests::refuseWarnings();
        m_folder = std::make_unique<tests::SessionFolder>();
    }

    void beginWithDefaults()
    {
        const Settings settings;
        QCOMPARE(settings.theme(), Settings::Theme::Dark);
        QCOMPARE(settings.model(), QString());
        QCOMPARE(settings.screenProfile(), QString());
        QCOMPARE(settings.cacheMegabytes(), 512);
        QVERIFY(settings.recentFiles().isEmpty());
        QCOMPARE(settings.exportFormat(), QString());
        QCOMPARE(settings.exportQuality(), 95);
        QCOMPARE(settings.exportBits(), 0);
        QCOMPARE(settings.exportFolder(), QString());
        QCOMPARE(settings.nameTemplate(), QStringLiteral("{name}_x{scale}"));
        QVERIFY(settings.ifExists() == app::IfExists::Rename);
        QVERIFY(settings.state(QStringLiteral("window")).isEmpty());
    }

    void lastBeyondTheProgram()
    {
        {
            Settings settings;
            settings.setTheme(Settings::Theme::Light);
            settings.setModel(QStringLiteral("photo-x4"));
            settings.setScreenProfile(QStringLiteral("/icc/mine.icc"));
            settings.setCacheMegabytes(2048);
            settings.setOpenFolder(QStringLiteral("/photos"));
            settings.setExportFormat(QStringLiteral("jxl"));
            settings.setExportQuality(80);
            settings.setExportBits(16);
            settings.setExportFolder(QStringLiteral("/out"));
            settings.setNameTemplate(QStringLiteral("{name}-{model}"));
            settings.setIfExists(app::IfExists::Overwrite);
            settings.setState(QStringLiteral("window"), QByteArray("\0\xFF bytes", 8));
            settings.addRecentFile(QStringLiteral("/a, b;c.jpg"));
        }
        const Settings settings;
        QCOMPARE(settings.theme(), Settings::Theme::Light);
        QCOMPARE(settings.model(), QStringLiteral("photo-x4"));
        QCOMPARE(settings.screenProfile(), QStringLiteral("/icc/mine.icc"));
        QCOMPARE(settings.cacheMegabytes(), 2048);
        QCOMPARE(settings.openFolder(), QStringLiteral("/photos"));
        QCOMPARE(settings.exportFormat(), QStringLiteral("jxl"));
        QCOMPARE(settings.exportQuality(), 80);
        QCOMPARE(settings.exportBits(), 16);
        QCOMPARE(settings.exportFolder(), QStringLiteral("/out"));
        QCOMPARE(settings.nameTemplate(), QStringLiteral("{name}-{model}"));
        QVERIFY(settings.ifExists() == app::IfExists::Overwrite);
        QCOMPARE(settings.state(QStringLiteral("window")), QByteArray("\0\xFF bytes", 8));
        QCOMPARE(settings.recentFiles(), QStringList{QStringLiteral("/a, b;c.jpg")});
    }

    void whatMakesNoSenseIsTheDefault()
    {
        std::filesystem::create_directories(qEnvironmentVariable("ENLARGER_CONFIG_DIR").toStdString());
        std::ofstream(qEnvironmentVariable("ENLARGER_CONFIG_DIR").toStdString() + "/enlarger.ini")
            << "[look]\ntheme=Pink\n[enlarge]\ncacheMegabytes=-3\n"
               "[export]\nquality=many\nbits=12\nformat=gif\nname={nonsense}\nifExists=ask\n";
        const Settings settings;
        QCOMPARE(settings.theme(), Settings::Theme::Dark);
        QCOMPARE(settings.cacheMegabytes(), 512);
        QCOMPARE(settings.exportQuality(), 95);
        QCOMPARE(settings.exportBits(), 0);
        QCOMPARE(settings.exportFormat(), QString());
        QCOMPARE(settings.nameTemplate(), QStringLiteral("{name}_x{scale}"));
        QVERIFY(settings.ifExists() == app::IfExists::Rename);
    }

    void twoWindowsKeepWhatTheOtherChanged()
    {
        {
            Settings first;
            Settings second;
            first.setModel(QStringLiteral("photo-x4"));
            first.addRecentFile(QStringLiteral("/a.jpg"));
            second.setExportBits(16);
        }
        const Settings settings;
        QCOMPARE(settings.model(), QStringLiteral("photo-x4"));
        QCOMPARE(settings.recentFiles(), QStringList{QStringLiteral("/a.jpg")});
        QCOMPARE(settings.exportBits(), 16);
    }

    void areSavedBeforeTheProgramEnds()
    {
        Settings settings;
        settings.setModel(QStringLiteral("photo-x4"));
        settings.addRecentFile(QStringLiteral("/a.jpg"));
        settings.clearRecentFiles();
        QCoreApplication::sendPostedEvents(&settings);
        QCOMPARE(Settings().model(), QStringLiteral("photo-x4"));
        QVERIFY(Settings().recentFiles().isEmpty());
    }

    void aLinkToTheFileStaysOne()
    {
        const fs::path folder = qEnvironmentVariable("ENLARGER_CONFIG_DIR").toStdString();
        fs::create_directories(folder / "kept");
        std::ofstream(folder / "kept/mine.ini") << "[enlarge]\nmodel=fast\n";
        fs::create_symlink("kept/mine.ini", folder / "enlarger.ini");
        Settings().setExportBits(8);
        QVERIFY(fs::is_symlink(folder / "enlarger.ini"));
        QCOMPARE(Settings().exportBits(), 8);
        QCOMPARE(Settings().model(), QStringLiteral("fast"));
    }

    void tellRealChangesAlone()
    {
        Settings settings;
        QSignalSpy themes(&settings, &Settings::themeChanged);
        QSignalSpy profiles(&settings, &Settings::screenProfileChanged);
        QSignalSpy caches(&settings, &Settings::cacheChanged);
        settings.setTheme(Settings::Theme::Dark);
        settings.setCacheMegabytes(512);
        settings.setScreenProfile({});
        QCOMPARE(themes.size() + profiles.size() + caches.size(), 0);
        settings.setTheme(Settings::Theme::System);
        settings.setCacheMegabytes(64);
        settings.setScreenProfile(QStringLiteral("x"));
        QCOMPARE(themes.size() + profiles.size() + caches.size(), 3);
    }

    void recentFilesAreFewAndEachOnce()
    {
        Settings settings;
        QSignalSpy changes(&settings, &Settings::recentFilesChanged);
        for (int i = 0; i < 20; ++i)
            settings.addRecentFile(QString::number(i));
        settings.addRecentFile(QStringLiteral("15"));
        settings.addRecentFile(QStringLiteral("15"));
        QCOMPARE(changes.size(), 21);
        QCOMPARE(settings.recentFiles().size(), 12);
        QCOMPARE(settings.recentFiles().mid(0, 2), (QStringList{QStringLiteral("15"), QStringLiteral("19")}));
        QCOMPARE(settings.recentFiles().count(QStringLiteral("15")), 1);
        settings.clearRecentFiles();
        QVERIFY(settings.recentFiles().isEmpty());
    }
};

QTEST_GUILESS_MAIN(SettingsTest)
#include "settings_test.moc"
