// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/session/region_service.h"

#include <QImage>
#include <QTimer>
#include <QWidget>

#include <optional>

namespace enlarger::ui {

/// Before and after on a crop of the sample photo: bicubic on the left, the network on the right. The
/// network runs only when no visible tile is waiting for the device.
class ModelPreview : public QWidget
{
    Q_OBJECT

public:
    explicit ModelPreview(app::RegionService& service, QWidget* parent = nullptr);
    ~ModelPreview() override;

    void setSample(std::shared_ptr<const image::PackedPicture> sample);
    void setNetwork(std::optional<infer::StageMaker> network, int scale);

    QSize sizeHint() const override;
    bool hasHeightForWidth() const override { return true; }
    int heightForWidth(int width) const override;

protected:
    void paintEvent(QPaintEvent* event) override;
    void showEvent(QShowEvent* event) override;

private:
    void begin();         // another network or sample
    void requestIfIdle(); // for the network's tiles
    void collectTiles();
    image::PixelRect whole() const { return {0, 0, m_sample->width(), m_sample->height()}; }

    app::RegionService& m_service;
    std::shared_ptr<const image::PackedPicture> m_sample;
    std::optional<infer::StageMaker> m_network;
    int m_scale = 4;
    std::shared_ptr<const infer::RegionLayer> m_before;
    std::shared_ptr<const infer::RegionLayer> m_after;
    QImage m_beforeImage; // as many of the tiles as are done
    QImage m_afterImage;
    std::string m_key; // of what is shown
    bool m_isRequesting = false;
    QTimer m_idleTimer; // by the time it is over, visible layers have made their requests
};

} // namespace enlarger::ui
