// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/session/region_service.h"

#include "tests/core/infer/screen/region_material.h"
#include "tests/core/infer/synthetic_network.h"

#include <QRegularExpression>
#include <QSignalSpy>
#include <QTest>
#include <QThread>

#include <atomic>
#include <optional>
#include <thread>

using namespace enlarger;
using app::RegionService;
using image::Image;
using image::PixelRect;
using infer::RegionStage;
using infer::TilePointer;
using Kind = RegionService::Kind;
using LayerPointer = std::shared_ptr<const infer::RegionLayer>;

namespace {

constexpr int tileSide = 16; // LR pixels

/// Makes layers of 64 x 48 that count how many tiles they compute, and can be held up.
class Stage
{
public:
    ~Stage() { m_state->isHeld = false; }

    LayerPointer layer() const
    {
        RegionStage stage = tests::blurStage(1, 2, tileSide);
        stage.enlarge = [state = m_state, enlarge = stage.enlarge](
                            const Image& piece, Gate& gate, const NoticeSink& notice) -> Result<Image> {
            ++state->calls;
            while (state->isHeld) {
                gate.pass(); // throws where the tile is no longer wanted
                std::this_thread::yield();
            }
            if (state->fails)
                return Error{ErrorKind::Internal, "it broke", {}, {}};
            if (state->tells)
                notice("a smaller piece was taken");
            return enlarge(piece, gate, notice);
        };
        return tests::layerOf(tests::packed(tests::noise(64, 48, 3)), {tests::made(std::move(stage))});
    }

    int calls() const { return m_state->calls; }
    void hold() { m_state->isHeld = true; }
    void letGo() { m_state->isHeld = false; }
    void fail() { m_state->fails = true; }
    void tell() { m_state->tells = true; }

private:
    struct State // outlives a test function that fails
    {
        std::atomic<int> calls{0};
        std::atomic<bool> isHeld{false};
        std::atomic<bool> fails{false};
        std::atomic<bool> tells{false};
    };
    std::shared_ptr<State> m_state = std::make_shared<State>();
};

const PixelRect all{0, 0, 64, 48};
constexpr int allTiles = 4 * 3;

} // namespace

class RegionServiceTest : public QObject
{
    Q_OBJECT

private:
    std::optional<DeviceQueue> m_queue;
    std::unique_ptr<RegionService> m_service;

    void waitUntilIdle() const { QTRY_COMPARE(m_service->progress().waiting, 0); }
    bool isFree(Urgency urgency)
    {
        std::stop_source stopped;
        stopped.request_stop();
        return m_queue->waitForTurn(urgency, stopped.get_token());
    }

private Q_SLOTS:
    void init()
    {
        QTest::failOnWarning(QRegularExpression(QStringLiteral(".*")));
        m_queue.emplace();
        m_service = std::make_unique<RegionService>(*m_queue);
    }
    void cleanup() { m_service = nullptr; }

    void tilesArriveAsSignals_data()
    {
        QTest::addColumn<Kind>("kind");
        QTest::newRow("network") << Kind::Network;
        QTest::newRow("resampling") << Kind::Resampling;
    }
    void tilesArriveAsSignals()
    {
        QFETCH(Kind, kind);
        Stage stage;
        const LayerPointer layer = stage.layer();
        std::vector<TilePointer> received;
        connect(m_service.get(), &RegionService::tileDone, this, [&](const TilePointer& tile) {
            QCOMPARE(QThread::currentThread(), QCoreApplication::instance()->thread());
            received.push_back(tile);
        });
        m_service->setVisibleRegion(kind, layer, this, all, {});
        QTRY_COMPARE(int(received.size()), allTiles);
        QCOMPARE(received.front()->area, (PixelRect{0, 0, tileSide, tileSide})); // nearest to the focus
        for (const TilePointer& tile : received)
            QVERIFY(tile->layer == layer->id && tile->isFinal);
        QCOMPARE(int(m_service->tiles(kind, layer->id, all).size()), allTiles);
        QCOMPARE(int(m_service->tiles(kind, layer->id, {0, 0, 20, 10}).size()), 2);
        const Kind other = kind == Kind::Network ? Kind::Resampling : Kind::Network;
        QVERIFY(m_service->tiles(other, layer->id, all).empty());
    }

    void tellsProgressOfNetworks()
    {
        Stage stage;
        const LayerPointer layer = stage.layer();
        stage.hold();
        m_service->setVisibleRegion(Kind::Network, layer, this, all, {});
        QTRY_VERIFY(m_service->progress().waiting > 0);
        QVERIFY(!isFree(Urgency::Export)); // something is visible: files wait
        stage.letGo();
        waitUntilIdle();
        QCOMPARE(stage.calls(), allTiles);
        QTRY_VERIFY(isFree(Urgency::Export));
    }

    void kernelsShareNoDevice()
    {
        Stage stage;
        const LayerPointer layer = stage.layer();
        stage.hold();
        m_service->setVisibleRegion(Kind::Resampling, layer, this, all, {});
        QTRY_COMPARE(stage.calls(), 1);
        QVERIFY(isFree(Urgency::Export));
        stage.letGo();
        QTRY_COMPARE(stage.calls(), allTiles);
    }

    void requestsGoTogether()
    {
        Stage one;
        Stage two;
        Stage never;
        const LayerPointer first = one.layer();
        const LayerPointer second = two.layer();
        const LayerPointer third = never.layer();
        int left = 0;
        int right = 0;
        m_service->setVisibleRegion(Kind::Network, third, this, all, {});
        m_service->setVisibleRegion(Kind::Network, first, &left, {0, 0, 16, 48}, {});
        m_service->setVisibleRegion(Kind::Network, first, &right, {48, 0, 16, 48}, {});
        m_service->setVisibleRegion(Kind::Network, second, &right, all, {});
        m_service->setVisibleRegion(Kind::Network, third, this, {},
                                    {}); // in the same turn: it was never requested
        QTRY_COMPARE(two.calls(), allTiles);
        QTRY_COMPARE(one.calls(), 6); // what both viewers of it see
        waitUntilIdle();
        QCOMPARE(never.calls(), 0);
        QVERIFY(m_service->tiles(Kind::Network, first->id, {16, 0, 32, 48}).empty());
    }

    void aNewRequestOutdatesTheOldOne()
    {
        Stage stage;
        const LayerPointer layer = stage.layer();
        stage.hold();
        m_service->setVisibleRegion(Kind::Network, layer, this, {0, 0, 16, 16}, {});
        QTRY_VERIFY(stage.calls() > 0);
        m_service->setVisibleRegion(Kind::Network, layer, this, {48, 32, 16, 16}, {});
        QTRY_COMPARE(stage.calls(), 2); // the first was given up at its gate
        stage.letGo();
        waitUntilIdle();
        const auto tiles = m_service->tiles(Kind::Network, layer->id, all);
        QCOMPARE(int(tiles.size()), 1);
        QCOMPARE(tiles.front()->area, (PixelRect{48, 32, 16, 16}));
    }

    void oneViewerLeavesTheOtherStays()
    {
        Stage stage;
        const LayerPointer layer = stage.layer();
        stage.hold();
        int other = 0;
        m_service->setVisibleRegion(Kind::Network, layer, this, {0, 0, 32, 16}, {});
        m_service->setVisibleRegion(Kind::Network, layer, &other, {16, 0, 48, 16}, {});
        QTRY_VERIFY(stage.calls() > 0);
        m_service->setVisibleRegion(Kind::Network, layer, this, {}, {});
        QCoreApplication::processEvents(); // sends it
        stage.letGo();
        waitUntilIdle();
        QCOMPARE(int(m_service->tiles(Kind::Network, layer->id, {16, 0, 48, 16}).size()), 3);
        m_service->setVisibleRegion(Kind::Network, layer, &other, {}, {});
        QTRY_VERIFY(isFree(Urgency::Export));
    }

    void forgets()
    {
        Stage stage;
        Stage held;
        const LayerPointer done = stage.layer();
        const LayerPointer busy = held.layer();
        m_service->setVisibleRegion(Kind::Network, done, this, all, {});
        QTRY_COMPARE(int(m_service->tiles(Kind::Network, done->id, all).size()), allTiles);
        held.hold();
        m_service->setVisibleRegion(Kind::Network, busy, this, all, {});
        QTRY_VERIFY(held.calls() > 0);
        m_service->forget(Kind::Network, busy->id);
        m_service->forget(Kind::Network, done->id);
        QVERIFY(m_service->tiles(Kind::Network, done->id, all).empty());
        waitUntilIdle(); // although the second one is still held
        QCOMPARE(stage.calls(), allTiles);
        QTRY_VERIFY(isFree(Urgency::Export));
    }

    void tellsWhatFails()
    {
        Stage stage;
        stage.fail();
        const LayerPointer layer = stage.layer();
        QSignalSpy failures(m_service.get(), &RegionService::layerFailed);
        m_service->setVisibleRegion(Kind::Network, layer, this, all, {});
        QTRY_COMPARE(failures.size(), 1);
        QCOMPARE(failures[0][0].toULongLong(), layer->id);
        QCOMPARE(failures[0][1].value<Error>().what, std::string("it broke"));
        waitUntilIdle();
        QCOMPARE(failures.size(), 1); // once, not once a tile
    }

    void passesNoticesOn()
    {
        Stage stage;
        stage.tell();
        const LayerPointer layer = stage.layer();
        QSignalSpy notices(m_service.get(), &RegionService::noticeRaised);
        m_service->setVisibleRegion(Kind::Network, layer, this, {0, 0, 16, 16}, {});
        QTRY_VERIFY(!notices.isEmpty());
        QCOMPARE(notices[0][0].toString(), QStringLiteral("a smaller piece was taken"));
    }

    void keepsToItsBudget()
    {
        Stage stage;
        const LayerPointer layer = stage.layer();
        m_service->setCacheBytes(1); // what is requested stays all the same, or is not computed
        m_service->setVisibleRegion(Kind::Network, layer, this, {0, 0, 16, 16}, {});
        waitUntilIdle();
        m_service->setCacheBytes(std::int64_t(64) << 20);
        m_service->setVisibleRegion(Kind::Network, layer, this, all, {});
        QTRY_COMPARE(int(m_service->tiles(Kind::Network, layer->id, all).size()), allTiles);
        m_service->setVisibleRegion(Kind::Network, layer, this, {0, 0, 16, 16}, {});
        QCoreApplication::processEvents(); // from here on the others are not requested
        m_service->setCacheBytes(1);
        QTRY_VERIFY(int(m_service->tiles(Kind::Network, layer->id, all).size()) <= 1);
    }

    void destroyedWhileBusy()
    {
        for (int i = 0; i < 50; ++i) {
            Stage network;
            Stage kernel;
            if (i % 2 == 0)
                network.hold();
            const LayerPointer one = network.layer();
            const LayerPointer two = kernel.layer();
            int received = 0;
            connect(m_service.get(), &RegionService::tileDone, this, [&received] { ++received; });
            m_service->setVisibleRegion(Kind::Network, one, this, all, {});
            m_service->setVisibleRegion(Kind::Resampling, two, this, all, {});
            QCoreApplication::processEvents(); // sends the requests
            QTRY_VERIFY(network.calls() > 0);
            m_service = nullptr; // gives up what is held, and comes back
            const int receivedThen = received;
            QCoreApplication::processEvents();
            QCOMPARE(received, receivedThen);
            QVERIFY(isFree(Urgency::Export));
            m_service = std::make_unique<RegionService>(*m_queue);
        }
    }
};

QTEST_GUILESS_MAIN(RegionServiceTest)
#include "region_service_test.moc"
