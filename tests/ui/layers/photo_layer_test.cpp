// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/layers/photo_layer.h"

#include "core/image/resample/resample.h"
#include "tests/core/infer/screen/region_material.h"
#include "tests/core/infer/synthetic_network.h"

#include <QColorSpace>
#include <QPainter>
#include <QRegularExpression>
#include <QSignalSpy>
#include <QTest>

#include <atomic>
#include <cmath>
#include <optional>
#include <thread>

using namespace enlarger;
using app::RegionService;
using image::Image;
using image::PixelRect;
using ui::LayerView;
using ui::PhotoLayer;
using ui::Placement;
using Kind = RegionService::Kind;

namespace {

constexpr QSize photoSize(70, 50);
constexpr int scale = 4;

// Smooth colours with an edge in them, so that kernels and networks differ.
Image photo(int channels)
{
    Image picture(photoSize.width(), photoSize.height(), channels);
    for (int y = 0; y < picture.height(); ++y)
        for (int x = 0; x < picture.width(); ++x)
            for (int c = 0; c < channels; ++c) {
                const bool isAlpha = channels % 2 == 0 && c == channels - 1;
                const double wave = 0.5 + 0.3 * std::sin(0.2 * x * (c + 1)) * std::cos(0.15 * y);
                picture.at(x, y, c) = float(isAlpha ? 0.3 + 0.01 * x : (x + y) % 40 < 20 ? wave : 1 - wave);
            }
    return picture;
}

/// A network that works only when it may.
class Network
{
public:
    ~Network() { m_state->isHeld = false; }

    infer::StageMaker stage() const
    {
        infer::RegionStage stage;
        stage.factor = scale;
        stage.halo = radius;
        stage.tile = 16;
        stage.enlarge = [state = m_state](const Image& piece, Gate& gate,
                                          const NoticeSink&) -> Result<Image> {
            ++state->calls;
            while (state->isHeld) {
                gate.pass();
                std::this_thread::yield();
            }
            return tests::blurAndEnlarge(piece, radius, scale);
        };
        return tests::made(std::move(stage));
    }
    static Image ofWhole(const Image& picture) { return tests::blurAndEnlarge(picture, radius, scale); }

    void hold() { m_state->isHeld = true; }
    void letGo() { m_state->isHeld = false; }
    int calls() const { return m_state->calls; }

private:
    static constexpr int radius = 2; // LR pixels
    struct State
    {
        std::atomic<bool> isHeld{false};
        std::atomic<int> calls{0};
    };
    std::shared_ptr<State> m_state = std::make_shared<State>();
};

const QColor unpainted(255, 0, 255);

/// As a screen shows it, over the colour of what is not painted.
QImage onScreen(const Image& picture, const image::DisplayColours& colours)
{
    QImage pixels(picture.width(), picture.height(), QImage::Format_ARGB32_Premultiplied);
    colours.toScreen(picture, pixels.bits());
    QImage shown(pixels.size(), QImage::Format_RGB32);
    shown.fill(unpainted);
    QPainter(&shown).drawImage(0, 0, pixels);
    return shown;
}

int largestDifference(const QImage& a, const QImage& b)
{
    int largest = a.size() == b.size() ? 0 : 256;
    for (int y = 0; y < a.height() && largest < 256; ++y)
        for (int x = 0; x < a.width(); ++x) {
            const QRgb one = a.pixel(x, y);
            const QRgb other = b.pixel(x, y);
            largest = std::max({largest, std::abs(qRed(one) - qRed(other)),
                                std::abs(qGreen(one) - qGreen(other)), std::abs(qBlue(one) - qBlue(other))});
        }
    return largest;
}

bool hasColour(const QImage& image, const QColor& colour)
{
    for (int y = 0; y < image.height(); ++y)
        for (int x = 0; x < image.width(); ++x)
            if (QColor(image.pixel(x, y)) == colour)
                return true;
    return false;
}

} // namespace

class PhotoLayerTest : public QObject
{
    Q_OBJECT

private:
    DeviceQueue m_queue;
    std::unique_ptr<RegionService> m_service;
    std::optional<Network> m_network;
    std::unique_ptr<PhotoLayer> m_layer;

    struct Ways // what to enlarge by
    {
        bool kernel = true;
        bool network = true;
    };
    void makeLayer(const Image& pixels, const Ways& ways, std::optional<PixelRect> crop = {},
                   const image::Bytes& profile = {})
    {
        const PixelRect area = crop.value_or(PixelRect{0, 0, pixels.width(), pixels.height()});
        PhotoLayer::Content content;
        content.title = QStringLiteral("Some network");
        content.placement = Placement(area, QSize(area.width * scale, area.height * scale));
        content.picture = tests::packed(pixels);
        const auto colours = image::DisplayColours::make(profile, {});
        content.pyramid = app::Pyramid::make(*content.picture, *colours);
        const auto layer = [&](infer::StageMaker stage) {
            auto made =
                std::make_shared<infer::RegionLayer>(*tests::layerOf(content.picture, {std::move(stage)}));
            made->colours = colours;
            return made;
        };
        if (ways.kernel)
            content.resampled = layer(infer::resamplingStage(image::Kernel::Bicubic, scale));
        if (ways.network)
            content.network = layer(m_network->stage());
        m_layer = std::make_unique<PhotoLayer>(*m_service, std::move(content));
    }

    LayerView whole(double screenPixels = 1.0) const
    {
        LayerView view;
        view.area = QRectF({}, QSizeF(m_layer->size()));
        view.scale = screenPixels;
        return view;
    }
    QImage painted(const LayerView& view) const
    {
        QImage image((QSizeF(m_layer->size()) * view.scale).toSize(), QImage::Format_RGB32);
        image.fill(unpainted);
        QPainter painter(&image);
        painter.scale(view.scale, view.scale);
        m_layer->paint(painter, view);
        painter.end();
        return image;
    }
    QImage painted() const { return painted(whole()); }

    int tiles(Kind kind) const
    {
        const auto& layer = kind == Kind::Network ? m_layer->content().network : m_layer->content().resampled;
        return int(m_service->tiles(kind, layer->id, {0, 0, photoSize.width(), photoSize.height()}).size());
    }
    bool covers(Kind kind, const PixelRect& area) const
    {
        const auto& layer = kind == Kind::Network ? m_layer->content().network : m_layer->content().resampled;
        QRegion left(ui::toQRect(area));
        for (const auto& tile : m_service->tiles(kind, layer->id, area))
            left -= ui::toQRect(tile->area);
        return left.isEmpty();
    }

private Q_SLOTS:
    void init()
    {
        QTest::failOnWarning(QRegularExpression(QStringLiteral(".*")));
        m_service = std::make_unique<RegionService>(m_queue);
        m_network.emplace();
    }
    void cleanup()
    {
        m_network->letGo();
        m_layer = nullptr;
        m_service = nullptr;
    }

    // First the photo's own pixels, then the kernel's, then the network's; never a place without any.
    void showsTheBestThereIs_data()
    {
        QTest::addColumn<int>("channels");
        QTest::addColumn<QRect>("crop");
        for (const int channels : {1, 2, 3, 4}) {
            QTest::addRow("%d channels", channels) << channels << QRect();
            QTest::addRow("%d channels, crop", channels) << channels << QRect(11, 7, 40, 33);
        }
    }
    void showsTheBestThereIs()
    {
        QFETCH(int, channels);
        QFETCH(QRect, crop);
        const Image pixels = photo(channels);
        const PixelRect area = crop.isEmpty() ? PixelRect{0, 0, photoSize.width(), photoSize.height()}
                                              : PixelRect{crop.x(), crop.y(), crop.width(), crop.height()};
        makeLayer(pixels, {}, area);
        const auto colours = image::DisplayColours::make({}, {});
        const Image read = m_layer->content().picture->piece({0, 0, pixels.width(), pixels.height()});
        const auto cropped = [&](const Image& large) {
            return onScreen(
                large.crop(area.x * scale, area.y * scale, area.width * scale, area.height * scale),
                *colours);
        };
        const bool hasAlpha = channels % 2 == 0;

        const QImage ownPixels = painted();
        if (!hasAlpha)
            QVERIFY(!hasColour(ownPixels, unpainted));
        m_network->hold();
        m_layer->setVisibleRegion(this, whole(), {});
        QTRY_VERIFY(covers(Kind::Resampling, area));
        const QImage bicubic =
            cropped(image::resize(read, photoSize.width() * scale, photoSize.height() * scale));
        QVERIFY2(largestDifference(painted(), bicubic) <= 1, "the kernel");
        QVERIFY(largestDifference(ownPixels, bicubic) > 1);

        m_network->letGo();
        QTRY_VERIFY(covers(Kind::Network, area));
        if (hasAlpha) { // of which the kernel makes the transparency: colours are the network's all the same
            QVERIFY(largestDifference(painted(), bicubic) > 1);
        } else {
            QVERIFY2(largestDifference(painted(), cropped(Network::ofWhole(read))) <= 1, "the network");
        }
    }

    void isPaintedWhereverTheViewStands()
    {
        makeLayer(photo(3), {});
        m_layer->setVisibleRegion(this, whole(), {});
        for (int shown = 0; shown < 3; ++shown) { // nothing, some, all
            if (shown == 1)
                QTRY_VERIFY(tiles(Kind::Network) >= 2);
            if (shown == 2)
                QTRY_VERIFY(m_layer->isComplete());
            for (const double zoom : {0.05, 0.24, 0.26, 0.37, 0.5, 0.61, 1.0, 1.7, 3.0})
                for (const bool isNearest : {false, true}) {
                    LayerView view = whole(zoom);
                    view.nearestNeighbour = isNearest;
                    QVERIFY2(!hasColour(painted(view), unpainted), qPrintable(QString::number(zoom)));
                }
        }
    }

    // Smoothing alone would leave pixels out, and fine patterns would shimmer.
    void paintedSmallItIsAMean()
    {
        makeLayer(photo(3), {});
        m_layer->setVisibleRegion(this, whole(), {});
        QTRY_VERIFY(m_layer->isComplete());
        const QImage large = painted();
        const QImage half = painted(whole(0.5));
        QCOMPARE(half.size(), large.size() / 2);
        for (int y = 0; y < half.height(); ++y)
            for (int x = 0; x < half.width(); ++x) {
                int sum = 2;
                for (const QPoint& at : {QPoint(0, 0), QPoint(1, 0), QPoint(0, 1), QPoint(1, 1)})
                    sum += qGreen(large.pixel(2 * QPoint(x, y) + at));
                QVERIFY(std::abs(qGreen(half.pixel(x, y)) - sum / 4) <= 1);
            }
    }

    // A part of the view: what is painted there is what the whole has there.
    void aPartIsPaintedAsInTheWhole()
    {
        makeLayer(photo(3), {});
        m_layer->setVisibleRegion(this, whole(), {});
        QTRY_VERIFY(m_layer->isComplete());
        QTRY_VERIFY(covers(Kind::Network, {0, 0, photoSize.width(), photoSize.height()}));
        const QImage all = painted();
        LayerView view = whole();
        view.area = QRectF(33, 21, 130, 90);
        const QImage part = painted(view);
        const QRect inside = view.area.toRect();
        QCOMPARE(largestDifference(part.copy(inside), all.copy(inside)), 0);
    }

    void nearestNeighbourPixelsAreSquares()
    {
        makeLayer(photo(3), {});
        m_layer->setVisibleRegion(this, whole(), {});
        QTRY_VERIFY(m_layer->isComplete());
        LayerView view = whole(3.0);
        view.nearestNeighbour = true;
        const QImage expected = painted().scaled(m_layer->size() * 3); // nearest
        QVERIFY(largestDifference(painted(view), expected) <= 1);
    }

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

    void valuesAreThePhotosOwn()
    {
        // A Display P3 photo: what the screen shows has other values.
        const QByteArray profile = QColorSpace(QColorSpace::DisplayP3).iccProfile();
        Image pixels(photoSize.width(), photoSize.height(), 3);
        for (int y = 0; y < pixels.height(); ++y)
            for (int x = 0; x < pixels.width(); ++x) {
                pixels.at(x, y, 0) = 200.0f / 255.0f;
                pixels.at(x, y, 1) = 100.0f / 255.0f;
                pixels.at(x, y, 2) = float(x) / 255.0f;
            }
        const image::Bytes icc(profile.begin(), profile.end());
        makeLayer(pixels, {.kernel = false, .network = false}, PixelRect{10, 0, 60, 50}, icc);
        QCOMPARE(m_layer->valueAt({0, 0}), std::optional(QColor(200, 100, 10)));
        QCOMPARE(m_layer->valueAt({7, 0}), std::optional(QColor(200, 100, 11)));
        QCOMPARE(m_layer->valueAt({239, 199}), std::optional(QColor(200, 100, 69)));
        QVERIFY(!m_layer->valueAt({240, 0}) && !m_layer->valueAt({0, -1}));
        QVERIFY(QColor(painted().pixel(0, 0)).red() > 205);

        makeLayer(pixels, {}, {}, icc);
        QVERIFY(!m_layer->valueAt({100, 100})); // not computed
        m_layer->setVisibleRegion(this, whole(), {});
        QTRY_VERIFY(m_layer->isComplete());
        QCOMPARE(m_layer->valueAt({100, 100}), std::optional(QColor(200, 100, 25)));

        makeLayer(pixels, {.network = false}, {}, icc);
        m_layer->setVisibleRegion(this, whole(), {});
        QTRY_VERIFY(m_layer->valueAt({102, 100}).has_value());
        QCOMPARE(m_layer->valueAt({102, 100}), std::optional(QColor(200, 100, 25)));
        QCOMPARE(m_layer->title(), QStringLiteral("Some network"));
    }

    void greyPhotosHaveGreyValues()
    {
        makeLayer(photo(2), {.kernel = false, .network = false});
        const QColor value = *m_layer->valueAt({77, 55});
        QVERIFY(value.red() == value.green() && value.green() == value.blue());
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

QTEST_MAIN(PhotoLayerTest)
#include "photo_layer_test.moc"
