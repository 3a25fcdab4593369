// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/ui/layers/photo_layer_fixture.h"

#include <QSignalSpy>
#include <QTest>

using namespace enlarger;
using tests::hasColour;
using tests::photo;
using tests::unpainted;
using ui::LayerView;

/// What a photo's layer asks to be computed, and whether it is complete.
class PhotoLayerRequestsTest : public tests::PhotoLayerFixture
{
    Q_OBJECT

private Q_SLOTS:
    void init() { open(); }
    void cleanup() { close(); }

    // A screen pixel covers an LR pixel or more: nothing could be seen of what is computed.
    void zoomedOutNothingIsAsked()
    {
        makeLayer(photo(3), {});
        for (const double zoom : {0.05, 0.1, 0.25}) {
            m_layer->setVisibleRegion(this, whole(zoom), {});
            for (int turn = 0; turn < 5; ++turn)
                QCoreApplication::processEvents();
            QVERIFY(!hasColour(painted(whole(zoom)), unpainted));
            QVERIFY(m_layer->isComplete());
        }
        m_layer->setVisibleRegion(this, whole(0.26), {});
        QVERIFY(!m_layer->isComplete());
        QTRY_VERIFY(m_layer->isComplete());
        const int calls = m_network->calls();
        QCOMPARE(calls, 5 * 4); // each tile once, all of them now
        m_layer->setVisibleRegion(this, whole(0.25), {});
        QVERIFY(m_layer->isComplete());
    }

    void theOriginalAsksForNothing()
    {
        makeLayer(photo(3), {.kernel = false, .network = false});
        m_layer->setVisibleRegion(this, whole(3.0), {});
        for (int turn = 0; turn < 5; ++turn)
            QCoreApplication::processEvents();
        QCOMPARE(m_service->progress().waiting, 0);
        QVERIFY(m_layer->isComplete());
        QVERIFY(!hasColour(painted(), unpainted));
    }

    void saysWhetherItIsComplete()
    {
        makeLayer(photo(3), {});
        QSignalSpy notified(m_layer.get(), &ui::Layer::completenessChanged);
        QSignalSpy changes(m_layer.get(), &ui::Layer::changed);
        QVERIFY(m_layer->isComplete()); // no viewer
        m_network->hold();
        LayerView corner = whole();
        corner.area = QRectF(0, 0, 100, 60);
        m_layer->setVisibleRegion(this, corner, {});
        QVERIFY(!m_layer->isComplete());
        QTRY_VERIFY(changes.size() >= 1); // the kernel's
        QVERIFY(!m_layer->isComplete());
        m_network->letGo();
        QTRY_VERIFY(m_layer->isComplete());
        QCOMPARE(notified.size(), 2);
        int other = 0;
        m_layer->setVisibleRegion(&other, whole(), {}); // sees more
        QVERIFY(!m_layer->isComplete());
        m_layer->setVisibleRegion(&other, {}, {});
        QVERIFY(m_layer->isComplete());
        for (const auto& change : changes)
            QVERIFY(QRectF({}, QSizeF(m_layer->size())).contains(change[0].toRectF()));
    }

    void withdrawsItsRequestsWhenDestroyed()
    {
        makeLayer(photo(3), {});
        m_network->hold();
        int other = 0;
        m_layer->setVisibleRegion(this, whole(), {});
        m_layer->setVisibleRegion(&other, whole(), {});
        QTRY_VERIFY(m_network->calls() > 0);
        m_layer = nullptr;
        QTRY_COMPARE(m_service->progress().waiting, 0); // although the network is held
        std::stop_source stopped;
        stopped.request_stop();
        QTRY_VERIFY(m_queue.waitForTurn(Urgency::Training, stopped.get_token()));
    }
};

QTEST_MAIN(PhotoLayerRequestsTest)
#include "photo_layer_requests_test.moc"
