// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/models/model_library.h"

#include "app/models/model_details.h"
#include "app/session/model_facts.h"
#include "core/infer/tiling/throughput_cache.h"
#include "tests/app/fetch/fake_server.h"
#include "tests/app/session/session_folder.h"
#include "tests/support/test_files.h"

#include <QCryptographicHash>
#include <QFile>
#include <QSignalSpy>
#include <QTest>

using namespace enlarger;
using namespace enlarger::app;
using State = Offer::State;

namespace fs = std::filesystem;

class ModelLibraryTest : public QObject
{
    Q_OBJECT

private:
    static constexpr int patience = 30'000; // ms

    std::unique_ptr<tests::SessionFolder> m_folder;
    std::unique_ptr<tests::FakeServer> m_server;
    DeviceQueue m_queue;
    std::unique_ptr<ModelCatalog> m_catalog;
    std::unique_ptr<ModelLibrary> m_library;

    // The network of a model of the store, as somebody else's file.
    QByteArray fileOf(const char* model) const
    {
        const models::ModelStore store;
        const fs::path exported = m_folder->path("published.pth");
        if (store.exportTo(*store.find(model), exported,
                           {.format = models::ExportFormat::Pth, .replace = true})) {
            QFile file(QString::fromStdString(exported.string()));
            if (file.open(QFile::ReadOnly))
                return file.readAll();
        }
        return {};
    }
    static CatalogueEntry entryOf(const QByteArray& content, const QUrl& url)
    {
        return {.name = QStringLiteral("published"),
                .title = QStringLiteral("A published network"),
                .url = url,
                .page = QUrl(QStringLiteral("https://example.org/page")),
                .licence = QStringLiteral("BSD-3-Clause"),
                .bytes = content.size(),
                .sha256 = QString::fromLatin1(
                    QCryptographicHash::hash(content, QCryptographicHash::Sha256).toHex())};
    }
    void start(std::vector<CatalogueEntry> published = {})
    {
        m_catalog = std::make_unique<ModelCatalog>();
        m_library = std::make_unique<ModelLibrary>(*m_catalog, m_queue, std::move(published));
        QTRY_VERIFY_WITH_TIMEOUT(m_catalog->isLoaded(), patience);
    }
    // With a server that has the network of "other".
    void startWithServer()
    {
        const QByteArray content = fileOf("other");
        QVERIFY(!content.isEmpty());
        fs::remove(models::ModelStore().fileOf("other"));
        m_server = std::make_unique<tests::FakeServer>(content);
        start({entryOf(content, m_server->url(QStringLiteral("net.pth")))});
    }
    const Offer& offer() const { return m_library->offers().front(); }
    infer::ModelSelection other() const
    {
        const models::StoredModel& model = *m_catalog->find(name("other"));
        return {.modelName = "other",
                .network = {model.file, model.sha256},
                .device = openDevices().front(),
                .precision = device::Precision::Fp32};
    }
    static QString name(const char* text) { return QString::fromLatin1(text); }

private Q_SLOTS:
    void init()
    {
        tests::refuseWarnings();
        m_folder = std::make_unique<tests::SessionFolder>();
        m_folder->addModel("photo-x4", "crisp");
        m_folder->addModel("faithful-x4", "faithful");
        m_folder->addModel("other");
    }
    void cleanup()
    {
        m_library = nullptr;
        m_catalog = nullptr;
        m_server = nullptr;
        m_folder = nullptr;
    }

    void fetchesAndInstalls()
    {
        startWithServer();
        QCOMPARE(offer().state, State::Absent);
        QVERIFY(!m_catalog->find(name("published")));
        QSignalSpy told(m_library.get(), &ModelLibrary::told);
        m_library->fetch(name("published"));
        QCOMPARE(offer().state, State::Fetching);
        QTRY_COMPARE_WITH_TIMEOUT(offer().state, State::Installed, patience);
        QCOMPARE(told.size(), 1);
        QTRY_VERIFY_WITH_TIMEOUT(m_catalog->find(name("published")), patience);
        QVERIFY(offer().problem.isEmpty());
        QSignalSpy looked(m_library.get(), &ModelLibrary::offersChanged);
        m_catalog->reload();
        QVERIFY(looked.wait(patience));
        QCOMPARE(offer().state, State::Installed); // and stays so
        QVERIFY(!fs::exists(fetchedFileOf(offer().entry, models::ModelStore())));

        m_library->fetch(name("published")); // it is there
        QCOMPARE(offer().state, State::Installed);
        m_library->remove(name("published"));
        QTRY_COMPARE_WITH_TIMEOUT(offer().state, State::Absent, patience);
    }

    void cancelledAndFetchedAgainAtOnceIsFetchedOnce()
    {
        startWithServer();
        m_library->fetch(name("published"));
        m_library->cancelFetch(name("published"));
        m_library->fetch(name("published"));
        QTRY_COMPARE_WITH_TIMEOUT(offer().state, State::Installed, patience);
        QVERIFY2(offer().problem.isEmpty(), qPrintable(offer().problem));
        QCOMPARE(m_server->requests.size(), 1);
    }

    void aFailureNamesThePageAndCanBeTriedAgain()
    {
        startWithServer();
        m_server->status = "404 Not Found";
        m_library->fetch(name("published"));
        QTRY_VERIFY_WITH_TIMEOUT(!offer().problem.isEmpty(), patience);
        QCOMPARE(offer().state, State::Absent);
        QVERIFY2(offer().problem.contains(name("https://example.org/page")), qPrintable(offer().problem));
        m_server->status.clear();
        m_library->fetch(name("published"));
        QVERIFY(offer().problem.isEmpty());
        QTRY_COMPARE_WITH_TIMEOUT(offer().state, State::Installed, patience);
    }

    void aFileThatIsNoNetworkIsNotInstalled()
    {
        m_server = std::make_unique<tests::FakeServer>(QByteArray("no network at all"));
        start({entryOf(m_server->content, m_server->url(QStringLiteral("net.pth")))});
        m_library->fetch(name("published"));
        QTRY_VERIFY_WITH_TIMEOUT(!offer().problem.isEmpty(), patience);
        QCOMPARE(offer().state, State::Absent);
        QVERIFY(!m_catalog->find(name("published")));
    }

    void aCancelledFetchGoesOnLater()
    {
        startWithServer();
        m_server->stallAfter = m_server->content.size() / 2;
        m_library->fetch(name("published"));
        QTRY_VERIFY_WITH_TIMEOUT(offer().done > 0, patience);
        m_library->cancelFetch(name("published"));
        QTRY_COMPARE_WITH_TIMEOUT(offer().state, State::Absent, patience);
        QVERIFY(offer().problem.isEmpty()); // a person knows
        m_server->stallAfter = -1;
        m_library->fetch(name("published"));
        QTRY_COMPARE_WITH_TIMEOUT(offer().state, State::Installed, patience);
        QVERIFY(m_server->requests.back().contains("Range:"));
    }

    void renamesAndTellsBeforeTheCatalogDoes()
    {
        start();
        QString renamed;
        connect(m_library.get(), &ModelLibrary::renamed, this, [&](const QString& from, const QString& to) {
            QVERIFY(m_catalog->find(from)); // not read anew yet
            renamed = to;
        });
        m_library->rename(name("other"), name("mine"));
        QTRY_COMPARE_WITH_TIMEOUT(renamed, name("mine"), patience);
        QTRY_VERIFY_WITH_TIMEOUT(m_catalog->find(name("mine")), patience);
        QVERIFY(!m_catalog->find(name("other")));
    }

    void refusesANameThatIsTaken()
    {
        start();
        QSignalSpy problems(m_library.get(), &ModelLibrary::problemFound);
        m_library->rename(name("other"), name("photo-x4"));
        QTRY_COMPARE_WITH_TIMEOUT(problems.size(), 1, patience);
        QVERIFY(problems[0][0].toString().contains(name("photo-x4")));
        QVERIFY(fs::exists(models::ModelStore().fileOf("other")));
    }

    void removesAndKnowsWhatThatCosts()
    {
        start();
        QCOMPARE(m_library->lonelyWithout(name("other")), QStringList());
        QCOMPARE(m_library->lonelyWithout(name("faithful-x4")), QStringList(name("Title of photo-x4")));
        m_library->remove(name("faithful-x4"));
        QTRY_VERIFY_WITH_TIMEOUT(!m_catalog->find(name("faithful-x4")), patience);
        QVERIFY(!fs::exists(models::ModelStore().fileOf("faithful-x4")));
    }

    void whatShipsStays()
    {
        start();
        QCOMPARE(m_library->fixedReason(*m_catalog->find(name("other"))), QString());
        models::StoredModel shipped = *m_catalog->find(name("other"));
        shipped.file = m_folder->path("shipped.safetensors");
        QVERIFY(!m_library->fixedReason(shipped).isEmpty());
    }

    void mixesRelatives()
    {
        start();
        const auto relatives = m_library->relativesOf(*m_catalog->find(name("photo-x4")));
        QVERIFY(std::ranges::find(relatives, m_catalog->find(name("faithful-x4"))) != relatives.end());
        QVERIFY(std::ranges::find(relatives, m_catalog->find(name("photo-x4"))) == relatives.end());
        m_library->mix(name("photo-x4"), name("faithful-x4"), 0.25, name("third"));
        QTRY_VERIFY_WITH_TIMEOUT(m_catalog->find(name("third")), patience);
        QCOMPARE(m_catalog->find(name("third"))->card.scale, 4);
    }

    void exports()
    {
        start();
        QSignalSpy told(m_library.get(), &ModelLibrary::told);
        const fs::path file = m_folder->path("out.pth");
        m_library->exportTo(name("other"), file, {.format = models::ExportFormat::Pth});
        QTRY_COMPARE_WITH_TIMEOUT(told.size(), 1, patience);
        QVERIFY(told[0][0].toString().contains(name("out.pth")));
        QVERIFY(fs::exists(file));
        QSignalSpy problems(m_library.get(), &ModelLibrary::problemFound);
        m_library->exportTo(name("other"), file, {.format = models::ExportFormat::Pth}); // not over it
        QTRY_COMPARE_WITH_TIMEOUT(problems.size(), 1, patience);
    }

    void measuresHowFastAModelIs()
    {
        start();
        const infer::ModelSelection network = other();
        QVERIFY(!secondsPerMegapixel(network, 4));
        QSignalSpy measured(m_library.get(), &ModelLibrary::measured);
        m_library->measure(network);
        QVERIFY(m_library->isMeasuring(name("other")));
        QTRY_COMPARE_WITH_TIMEOUT(measured.size(), 1, patience);
        QVERIFY(!m_library->isMeasuring(name("other")));
        QVERIFY(secondsPerMegapixel(network, 4).value_or(0.0) > 0.0);
        const auto loaded = infer::UpscaleModel::load(network); // what is known is measured anew
        QVERIFY(loaded);
        infer::ThroughputCache(**loaded, network.speedHash(), models::ModelStore::cacheFolder()).put(1e-3);
        m_library->measure(network);
        QTRY_COMPARE_WITH_TIMEOUT(measured.size(), 2, patience);
        QVERIFY(secondsPerMegapixel(network, 4).value_or(0.0) < 1e6);
    }

    void doesNotMeasureWhileTheScreenWaits()
    {
        start();
        const infer::ModelSelection network = other();
        QSignalSpy measured(m_library.get(), &ModelLibrary::measured);
        {
            const DeviceQueue::Claim screen(m_queue, Urgency::Region);
            m_library->measure(network);
            QVERIFY(!measured.wait(300));
        }
        QTRY_COMPARE_WITH_TIMEOUT(measured.size(), 1, patience);
    }

    void tellsWhatTheCardSays()
    {
        start();
        QStringList labels;
        for (const ModelDetail& detail : detailsOf(*m_catalog->find(name("other")))) {
            labels << detail.label;
            QVERIFY(!detail.text.isEmpty());
        }
        QCOMPARE(labels.front(), name("Name"));
        QVERIFY(labels.contains(name("Licence")) && labels.contains(name("Size")));
        models::StoredModel bound = *m_catalog->find(name("other"));
        bound.card.licence = "CC-BY-NC-4.0";
        QVERIFY(detailsOf(bound)[1].text.contains(name("not for commercial use")));
    }
};

QTEST_GUILESS_MAIN(ModelLibraryTest)
#include "model_library_test.moc"
