// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/image/resample/resample.h"
#include "tests/core/infer/screen/region_material.h"
#include "tests/core/infer/synthetic_network.h"
#include "ui/layers/photo_layer.h"

#include <QPainter>
#include <QRegularExpression>
#include <QTest>

#include <atomic>
#include <cmath>
#include <optional>
#include <thread>

namespace enlarger::tests {

inline constexpr QSize photoSize(70, 50);
inline constexpr int scale = 4;

// Smooth colours with an edge in them, so that kernels and networks differ.
inline image::Image photo(int channels)
{
    image::Image picture(photoSize.width(), photoSize.height(), channels);
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
class HeldNetwork
{
public:
    ~HeldNetwork() { m_state->isHeld = false; }

    infer::StageMaker stage() const
    {
        infer::RegionStage stage;
        stage.factor = scale;
        stage.halo = radius;
        stage.tile = 16;
        stage.enlarge = [state = m_state](const image::Image& piece, Gate& gate,
                                          const NoticeSink&) -> Result<image::Image> {
            ++state->calls;
            while (state->isHeld) {
                gate.pass();
                std::this_thread::yield();
            }
            return blurAndEnlarge(piece, radius, scale);
        };
        return made(std::move(stage));
    }
    static image::Image ofWhole(const image::Image& picture)
    {
        return blurAndEnlarge(picture, radius, scale);
    }

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

inline const QColor unpainted(255, 0, 255);

inline bool hasColour(const QImage& image, const QColor& colour)
{
    for (int y = 0; y < image.height(); ++y)
        for (int x = 0; x < image.width(); ++x)
            if (QColor(image.pixel(x, y)) == colour)
                return true;
    return false;
}

/// What tests of a photo's layer begin with: a service of its own, and makeLayer().
class PhotoLayerFixture : public QObject
{
protected:
    using Kind = app::RegionService::Kind;

    void open()
    {
        QTest::failOnWarning(QRegularExpression(QStringLiteral(".*")));
        m_service = std::make_unique<app::RegionService>(m_queue);
        m_network.emplace();
    }
    void close()
    {
        m_network->letGo();
        m_layer = nullptr;
        m_service = nullptr;
    }

    struct Ways // what to enlarge by
    {
        bool kernel = true;
        bool network = true;
    };
    void makeLayer(const image::Image& pixels, const Ways& ways, std::optional<image::PixelRect> crop = {},
                   const image::Bytes& profile = {})
    {
        const image::PixelRect area = crop.value_or(image::PixelRect{0, 0, pixels.width(), pixels.height()});
        ui::PhotoLayer::Content content;
        content.title = QStringLiteral("Some network");
        content.placement = ui::Placement(area, QSize(area.width * scale, area.height * scale));
        content.picture = packed(pixels);
        const auto colours = image::DisplayColours::make(profile, {});
        content.pyramid = app::Pyramid::make(*content.picture, *colours);
        const auto layer = [&](infer::StageMaker stage) {
            auto made = std::make_shared<infer::RegionLayer>(*layerOf(content.picture, {std::move(stage)}));
            made->colours = colours;
            return made;
        };
        if (ways.kernel)
            content.resampled = layer(infer::resamplingStage(image::Kernel::Bicubic, scale));
        if (ways.network)
            content.network = layer(m_network->stage());
        m_layer = std::make_unique<ui::PhotoLayer>(*m_service, std::move(content));
    }

    ui::LayerView whole(double screenPixels = 1.0) const
    {
        ui::LayerView view;
        view.area = QRectF({}, QSizeF(m_layer->size()));
        view.scale = screenPixels;
        return view;
    }
    QImage painted(const ui::LayerView& view) const
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
    bool covers(Kind kind, const image::PixelRect& area) const
    {
        const auto& layer = kind == Kind::Network ? m_layer->content().network : m_layer->content().resampled;
        QRegion left(ui::toQRect(area));
        for (const auto& tile : m_service->tiles(kind, layer->id, area))
            left -= ui::toQRect(tile->area);
        return left.isEmpty();
    }

    DeviceQueue m_queue;
    std::unique_ptr<app::RegionService> m_service;
    std::optional<HeldNetwork> m_network;
    std::unique_ptr<ui::PhotoLayer> m_layer;
};

} // namespace enlarger::tests
