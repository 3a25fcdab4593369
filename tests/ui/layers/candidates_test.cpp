// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/layers/candidates.h"

#include "tests/app/session/session_folder.h"
#include "ui/layers/photo_layer.h"

#include <QPainter>
#include <QSignalSpy>
#include <QTest>

using namespace enlarger;
using app::Document;
using image::PixelRect;
using ui::Candidates;
using ui::PhotoLayer;

class CandidatesTest : public QObject
{
    Q_OBJECT

private:
    struct Bench
    {
        DeviceQueue queue;
        app::DocumentList documents;
        app::ModelCatalog catalog;
        app::EnlargeSession session{documents, catalog, queue};
        app::RegionService regions{queue};
        Candidates candidates{documents, catalog, session, regions};
    };
    std::unique_ptr<tests::SessionFolder> m_folder;
    std::unique_ptr<Bench> m_bench;

    QStringList keys() const
    {
        QStringList keys;
        for (const Candidates::Candidate& one : m_bench->candidates.list())
            keys << one.key;
        return keys;
    }
    const PhotoLayer::Content& content(const char* key) const
    {
        return static_cast<PhotoLayer*>(m_bench->candidates.find(QString::fromLatin1(key)))->content();
    }
    quint64 network(const char* key = "model") const { return content(key).network->id; }
    quint64 kernel(const char* key) const { return content(key).resampled->id; }

    // A photo of 24 x 16 and the models photo-x4 (crisp), faithful-x4 and other.
    void start()
    {
        m_folder->addModel("photo-x4", "crisp");
        m_folder->addModel("faithful-x4", "faithful");
        m_folder->addModel("other");
        m_bench = std::make_unique<Bench>();
        m_bench->documents.open({m_folder->writePicture("a.png")});
        QTRY_VERIFY(m_bench->candidates.find(QStringLiteral("model")));
    }
    Document& photo() const { return *m_bench->documents.current(); }

private Q_SLOTS:
    void init()
    {
        tests::refuseWarnings();
        m_folder = std::make_unique<tests::SessionFolder>();
    }
    void cleanup() { m_bench = nullptr; }

    void withoutAPhotoThereAreNone()
    {
        m_bench = std::make_unique<Bench>();
        QVERIFY(m_bench->candidates.list().empty());
        QVERIFY(m_bench->candidates.differences().isEmpty());
        QVERIFY(!m_bench->candidates.find(QStringLiteral("original")));
    }

    void withoutAModelThereAreKernels()
    {
        m_bench = std::make_unique<Bench>();
        m_bench->session.setRequestedSize({.factor = 2.0});
        m_bench->documents.open({m_folder->writePicture("a.png")});
        QTRY_COMPARE(keys(), QStringList({"original", "nearest", "bicubic", "lanczos"}));
        QVERIFY(m_bench->candidates.differences().isEmpty());
        QCOMPARE(m_bench->candidates.placement().output(), QSize(48, 32));
    }

    void listsThemForAPhoto()
    {
        start();
        QCOMPARE(keys(), QStringList({"original", "nearest", "bicubic", "lanczos", "model"}));
        QCOMPARE(m_bench->candidates.differences().size(), 2);
        for (const Candidates::Candidate& one : m_bench->candidates.list())
            QCOMPARE(one.layer->size(), QSize(96, 64)); // they lie on one another
        QVERIFY(m_bench->candidates.find(QStringLiteral("model"))
                    ->title()
                    .startsWith(QStringLiteral("Title of photo-x4")));
        QVERIFY(!content("original").resampled && !content("original").network);
        QCOMPARE(kernel("model"), kernel("bicubic")); // shown until the network is done
        QVERIFY(kernel("lanczos") != kernel("bicubic"));
        m_bench->documents.closeAll();
        QVERIFY(keys().isEmpty());
    }

    void modelsCanBeAdded()
    {
        start();
        m_bench->candidates.setAddedModels({"other", "nobody"});
        QCOMPARE(keys(), QStringList({"original", "nearest", "bicubic", "lanczos", "model", "model:other"}));
        QCOMPARE(m_bench->candidates.find("model:other")->title(), QStringLiteral("Title of other"));
        QVERIFY(network() != network("model:other"));
        const quint64 added = network("model:other");
        m_bench->session.setModel("other"); // it is no candidate twice, and its tiles stay
        QCOMPARE(keys(), QStringList({"original", "nearest", "bicubic", "lanczos", "model"}));
        QCOMPARE(network(), added);
        m_bench->candidates.setAddedModels({});
        QCOMPARE(network(), added);
    }

    void aNetworkThatLearnsIsOne()
    {
        start();
        const auto learning = [this](const char* title, const char* model) {
            return Candidates::Learning{QString::fromLatin1(title), {*m_bench->catalog.find(model)}};
        };
        m_bench->candidates.setLearning(Candidates::Learning{QStringLiteral("Now, step 1"), {}}); // to come
        QVERIFY(!content("now").network);
        QVERIFY(m_bench->candidates.find("now")->status(1.0).kind ==
                enlarger::ui::LayerStatus::Kind::Computing);
        m_bench->candidates.setLearning(learning("Now, step 3", "other"));
        QCOMPARE(keys(), QStringList({"original", "nearest", "bicubic", "lanczos", "model", "now"}));
        QCOMPARE(m_bench->candidates.find("now")->title(), QStringLiteral("Now, step 3"));
        QCOMPARE(content("now").earlier, 0U);
        const quint64 first = network("now");
        m_bench->session.setRequestedSize(m_bench->session.requestedSize());
        QCOMPARE(network("now"), first);
        m_bench->candidates.setLearning(learning("Now, step 6", "faithful-x4"));
        QVERIFY(network("now") != first);
        QCOMPARE(content("now").earlier, first); // shown until the new one's tiles are there
        m_bench->documents.open({m_folder->writePicture("b.png", 30, 20)});
        QTRY_COMPARE(m_bench->candidates.list().empty() ? QSize() : m_bench->candidates.find("now")->size(),
                     QSize(120, 80));
        QCOMPARE(content("now").earlier, 0U); // of the other photo
        m_bench->candidates.setLearning({});
        QVERIFY(!m_bench->candidates.find("now"));
        m_bench->candidates.setLearning(learning("Now, step 3", "other")); // of another training
        QCOMPARE(content("now").earlier, 0U);
    }

    // What computes the same keeps its RegionLayer, and with it its tiles.
    void whatStaysTheSameKeepsItsTiles()
    {
        start();
        const quint64 model = network();
        const quint64 bicubic = kernel("bicubic");
        m_bench->candidates.setAddedModels({"other"});
        QCOMPARE(network(), model);
        photo().setCrop(PixelRect{2, 2, 10, 10}); // the grid is the whole photo's
        QCOMPARE(network(), model);
        QCOMPARE(kernel("bicubic"), bicubic);
        photo().setCrop(std::nullopt);
        m_bench->session.setModel("other");
        QVERIFY(network() != model);
        QCOMPARE(kernel("bicubic"), bicubic);
        m_bench->session.setModel("photo-x4"); // going back finds them
        QCOMPARE(network(), model);
    }

    void whatComputesDifferentlyIsAnother()
    {
        start();
        std::vector<quint64> seen{network()};
        const auto isNew = [&] {
            const bool was = std::find(seen.begin(), seen.end(), network()) != seen.end();
            seen.push_back(network());
            return !was;
        };
        m_bench->session.setStrength(0.5);
        QVERIFY(isNew());
        QVERIFY(m_bench->candidates.find("model")->title().contains(QStringLiteral("0.50")));
        m_bench->session.setStrength(0.25);
        QVERIFY(isNew());
        m_bench->session.setColourLock(false);
        QVERIFY(isNew());
        using device::Precision; // Automatic is bf16 on some processors
        const bool isBf16 = m_bench->session.network()->precision == Precision::Bf16;
        m_bench->session.setPrecision(isBf16 ? Precision::Fp32 : Precision::Bf16);
        QVERIFY(isNew());
        const quint64 bicubic = kernel("bicubic");
        m_bench->session.setRequestedSize({.factor = 2.0});
        QVERIFY(isNew());
        QVERIFY(kernel("bicubic") != bicubic);
        QCOMPARE(m_bench->candidates.placement().output(), QSize(48, 32));
        m_bench->session.setModel("faithful-x4");
        QVERIFY(isNew());
    }

    void startsOverWithNetworksButNotWithKernels()
    {
        start();
        const quint64 model = network();
        const quint64 bicubic = kernel("bicubic");
        m_bench->candidates.retryNetworks();
        QVERIFY(network() != model);
        QCOMPARE(kernel("bicubic"), bicubic);
    }

    void anotherPhotoIsAnother()
    {
        start();
        const quint64 model = network();
        m_bench->documents.open({m_folder->writePicture("b.png", 30, 20)});
        QTRY_VERIFY(m_bench->candidates.find("model") &&
                    m_bench->candidates.find("model")->size() == QSize(120, 80));
        QVERIFY(network() != model);
    }

    void followsTheCrop()
    {
        start();
        photo().setCrop(PixelRect{4, 2, 10, 8});
        QCOMPARE(m_bench->candidates.placement().source(), (PixelRect{4, 2, 10, 8}));
        QCOMPARE(m_bench->candidates.find("model")->size(), QSize(40, 32));
        QSignalSpy changes(&m_bench->candidates, &Candidates::changed);
        m_bench->candidates.setCropIgnored(true); // while the crop is edited
        QCOMPARE(changes.size(), 1);
        QCOMPARE(m_bench->candidates.placement().source(), (PixelRect{0, 0, 24, 16}));
        QCOMPARE(m_bench->candidates.find("model")->size(), QSize(96, 64));
        m_bench->candidates.setCropIgnored(false);
        QCOMPARE(m_bench->candidates.find("model")->size(), QSize(40, 32));
        photo().setCrop(std::nullopt);
        changes.clear();
        m_bench->candidates.setCropIgnored(true);
        m_bench->candidates.setCropIgnored(false);
        QCOMPARE(changes.size(), 0); // without a crop nothing looks different
    }

    void theGroundTruthBelongsToItsPhoto()
    {
        start();
        app::ReferenceTestSession test(m_bench->queue);
        QSignalSpy made(&test, &app::ReferenceTestSession::made);
        test.start(photo(), QStringLiteral("bicubic"), 4);
        QTRY_COMPARE(made.size(), 1);
        const auto pair = made[0][0].value<app::ReferencePairPointer>();
        m_bench->candidates.setGroundTruth(pair);
        QVERIFY(!keys().contains("truth")); // the photo itself is current, not LR
        m_bench->documents.open({pair->lr});
        QTRY_VERIFY(keys().contains("truth"));
        QCOMPARE(content("truth").placement.source(), (PixelRect{0, 0, 24, 16}));
        QCOMPARE(m_bench->candidates.find("truth")->size(), m_bench->candidates.find("model")->size());
        QVERIFY(!content("truth").resampled && !content("truth").network);
        photo().setCrop(PixelRect{1, 1, 2, 2});
        QCOMPARE(content("truth").placement.source(), (PixelRect{4, 4, 8, 8}));
        m_bench->candidates.setGroundTruth(nullptr);
        QVERIFY(!keys().contains("truth"));
    }

    void oldLayersStayUntilTheNewOnesAreAnnounced()
    {
        start();
        const QPointer<ui::Layer> old = m_bench->candidates.find("model");
        bool wasThere = false;
        connect(&m_bench->candidates, &Candidates::changed, this, [&] { wasThere = !old.isNull(); });
        m_bench->session.setModel("other");
        QVERIFY(wasThere);
        QVERIFY(old.isNull());
    }

    // A slider that is dragged to and fro leaves no crowd of networks behind.
    void keepsFewThatNobodyShows()
    {
        start();
        const quint64 first = network();
        m_bench->regions.setVisibleRegion(app::RegionService::Kind::Network, content("model").network, this,
                                          {0, 0, 24, 16}, {});
        QTRY_VERIFY(
            !m_bench->regions.tiles(app::RegionService::Kind::Network, first, {0, 0, 24, 16}).empty());
        for (int step = 0; step <= 40; ++step)
            m_bench->session.setStrength(step / 40.0);
        m_bench->session.setStrength(0.0125);
        QVERIFY(m_bench->regions.tiles(app::RegionService::Kind::Network, first, {0, 0, 24, 16}).empty());
    }

    void anotherPhotoIsEnlargedInTheSameWay()
    {
        start();
        m_bench->documents.open({m_folder->writePicture("b.png")});
        QTRY_COMPARE(m_bench->documents.count(), 2);
        m_bench->documents.setCurrentRow(0);
        QTRY_VERIFY(m_bench->candidates.find("model"));
        const quint64 own = network();
        m_bench->documents.setCompared(m_bench->documents.at(1));
        QTRY_COMPARE(keys(), QStringList({"original", "nearest", "bicubic", "lanczos", "model", "photo",
                                          "photo:original"}));
        QCOMPARE(network(), own); // its tiles stay
        QVERIFY(network("photo") != own);
        QCOMPARE(content("photo").picture, m_bench->documents.at(1)->picture());
        QVERIFY(!content("photo:original").network && !content("photo:original").resampled);
        for (const Candidates::Candidate& one : m_bench->candidates.list())
            QCOMPARE(one.layer->size(), QSize(96, 64));
        QVERIFY(m_bench->candidates.find("photo")->title().startsWith(QStringLiteral("b.png · ")));
        QVERIFY(m_bench->candidates.find("bicubic")->title() == QStringLiteral("a.png · Bicubic"));
        const quint64 beside = network("photo");
        photo().setCrop(PixelRect{4, 2, 10, 8});
        QCOMPARE(content("photo").placement.source(), (PixelRect{4, 2, 10, 8}));
        QCOMPARE(network("photo"), beside);
        m_bench->documents.setCompared(nullptr);
        QCOMPARE(keys().size(), 5);
        QCOMPARE(m_bench->candidates.find("bicubic")->title(), QStringLiteral("Bicubic"));
        QCOMPARE(m_bench->candidates.differences().size(), 2);
    }

    void thePhotosDifferInGrey()
    {
        start();
        QImage other(24, 16, QImage::Format_RGB32);
        other.fill(QColor(100, 100, 100));
        const auto file = m_folder->path("grey.png");
        QVERIFY(other.save(QString::fromStdString(file.string())));
        other.setPixelColor(20, 10, QColor(110, 95, 100));
        const auto second = m_folder->path("spot.png");
        QVERIFY(other.save(QString::fromStdString(second.string())));
        m_bench->documents.open({file, second});
        QTRY_COMPARE(m_bench->documents.count(), 3);
        m_bench->documents.setCurrentRow(1);
        m_bench->documents.setCompared(m_bench->documents.at(2));
        QTRY_COMPARE(m_bench->candidates.differences().size(), 1);
        QImage shown(96, 64, QImage::Format_RGB32);
        QPainter painter(&shown);
        ui::LayerView view;
        view.area = QRectF(0, 0, 96, 64);
        view.nearestNeighbour = true;
        m_bench->candidates.differences()[0]->paint(painter, view);
        painter.end();
        QCOMPARE(QColor(shown.pixel(10, 10)), QColor(128, 128, 128));
        QCOMPARE(QColor(shown.pixel(82, 42)), QColor(168, 108, 128)); // four times as much
    }
};

QTEST_MAIN(CandidatesTest)
#include "candidates_test.moc"
