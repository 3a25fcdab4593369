// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/presets/preset_store.h"

#include <QTemporaryDir>
#include <QTest>

#include <fstream>

using namespace enlarger;
using namespace enlarger::app;

namespace fs = std::filesystem;

class PresetStoreTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init()
    {
        m_folder = std::make_unique<QTemporaryDir>();
        m_path = fs::path(m_folder->path().toStdString()) / "presets";
    }

    void savedOnesAreFound()
    {
        const PresetStore store(m_path);
        QVERIFY(store.own().empty()); // no folder yet
        QVERIFY(store.save({.name = "zoo", .quality = 10}));
        QVERIFY(store.save({.name = "Attic / small", .quality = 20}));
        QVERIFY(store.save({.name = "attic_ small", .quality = 30})); // whose file has the same name
        const std::vector<Preset> own = store.own();
        QCOMPARE(own.size(), 3U);
        QCOMPARE(own[0].name, "Attic / small");
        QCOMPARE(own[2].name, "zoo");
        QCOMPARE(store.find("ATTIC / SMALL")->quality, 20);
        QCOMPARE(store.find("attic_ small")->quality, 30);
        QCOMPARE(store.find("web X2")->quality, 85); // the program's
    }

    void savingReplaces()
    {
        const PresetStore store(m_path);
        QVERIFY(store.save({.name = "Zoo", .quality = 10}));
        QVERIFY(store.save({.name = "zoo", .quality = 11}));
        QCOMPARE(store.own().size(), 1U);
        QCOMPARE(store.find("Zoo")->quality, 11);
        QVERIFY(!store.save({.name = "web x2"}));
    }

    void ownOnesCanBeRemoved()
    {
        const PresetStore store(m_path);
        QVERIFY(store.save({.name = "Zoo"}));
        QVERIFY(store.remove("zoo"));
        QVERIFY(store.own().empty());
        QVERIFY(!store.remove("zoo"));
        const Status builtIn = store.remove("Web x2");
        QVERIFY(!builtIn);
        QVERIFY(builtIn.error().text().find("stays") != std::string::npos);
    }

    void aFileIsAPresetToo()
    {
        const PresetStore store(m_path);
        const fs::path file = fs::path(m_folder->path().toStdString()) / "sent.json";
        const QByteArray text = presetText({.name = "Sent", .quality = 7});
        std::ofstream(file) << text.toStdString();
        QCOMPARE(store.find(file.string())->quality, 7);
        QVERIFY(store.own().empty());
    }

    void unknownNamesAreSuggested()
    {
        const auto found = PresetStore(m_path).find("Web x3");
        QVERIFY(!found);
        QVERIFY(found.error().text().find("Did you mean 'Web x2'?") != std::string::npos);
    }

    void damagedFilesAreToldAndStay()
    {
        const PresetStore store(m_path);
        QVERIFY(store.save({.name = "Zoo"}));
        std::ofstream(m_path / "Attic.json") << "{\"name\": \"Attic\", \"quality\": 500}";
        std::ofstream(m_path / "notes.txt") << "no preset";
        std::vector<Error> problems;
        QCOMPARE(store.own(&problems).size(), 1U);
        QCOMPARE(problems.size(), 1U);
        QCOMPARE(problems[0].file.filename().string(), "Attic.json");
        QVERIFY(store.save({.name = "Attic"})); // beside the damaged one
        QVERIFY(fs::exists(m_path / "Attic.json"));
        QCOMPARE(store.own().size(), 2U);
    }

    void largeFilesAreNotRead()
    {
        const fs::path file = fs::path(m_folder->path().toStdString()) / "large.json";
        std::ofstream(file) << std::string((1 << 20) + 1, ' ');
        QVERIFY(!readPreset(file));
        QVERIFY(!readPreset(m_path / "none.json"));
    }

private:
    std::unique_ptr<QTemporaryDir> m_folder;
    fs::path m_path;
};

QTEST_GUILESS_MAIN(PresetStoreTest)
#include "preset_store_test.moc"
