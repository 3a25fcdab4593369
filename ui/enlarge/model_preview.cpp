// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/enlarge/model_preview.h"

#include <QPainter>

namespace enlarger::ui {

using Kind = app::RegionService::Kind;

namespace {

std::shared_ptr<const infer::RegionLayer> makeLayer(std::shared_ptr<const image::PackedPicture> picture,
                                                    infer::StageMaker stage)
{
    auto layer = std::make_shared<infer::RegionLayer>();
    layer->id = infer::newLayerId();
    layer->picture = std::move(picture);
    layer->colours = image::DisplayColours::make({}, {});
    layer->stages.push_back(std::move(stage));
    layer->isBackground = true;
    return layer;
}

} // namespace

ModelPreview::ModelPreview(app::RegionService& service, QWidget* parent)
    : QWidget(parent)
    , m_service(service)
{
    setAccessibleName(tr("What the model does to a sample"));
    setToolTip(tr("A crop of the sample photo: bicubic on the left, this model on the right."));
    QSizePolicy policy(QSizePolicy::Preferred, QSizePolicy::Fixed);
    policy.setHeightForWidth(true);
    setSizePolicy(policy);
    connect(&m_service, &app::RegionService::tileDone, this, [this](const infer::TilePointer& tile) {
        if ((m_before && tile->layer == m_before->id) || (m_after && tile->layer == m_after->id))
            collectTiles();
    });
    connect(&m_service, &app::RegionService::progressChanged, this, &ModelPreview::requestIfIdle);
    m_idleTimer.setSingleShot(true);
    m_idleTimer.setInterval(700); // ms
    connect(&m_idleTimer, &QTimer::timeout, this, &ModelPreview::requestIfIdle);
}

ModelPreview::~ModelPreview()
{
    for (const auto& [kind, layer] :
         {std::pair(Kind::Resampling, m_before), std::pair(Kind::Network, m_after)})
        if (layer)
            m_service.setVisibleRegion(kind, layer, this, {}, {});
}

void ModelPreview::setSample(std::shared_ptr<const image::PackedPicture> sample)
{
    m_sample = std::move(sample);
    m_key.clear();
    updateGeometry();
    begin();
}

void ModelPreview::setNetwork(std::optional<infer::StageMaker> network, int scale)
{
    m_network = std::move(network);
    m_scale = scale;
    if (isVisible())
        begin();
}

void ModelPreview::begin()
{
    if (!m_sample || !m_network || m_network->key == m_key)
        return;
    m_key = m_network->key;
    if (m_before)
        m_service.forget(Kind::Resampling, m_before->id);
    if (m_after)
        m_service.forget(Kind::Network, m_after->id);
    m_before = makeLayer(m_sample, infer::resamplingStage(image::Kernel::Bicubic, m_scale));
    m_after = makeLayer(m_sample, *m_network);
    m_beforeImage = m_afterImage = {};
    m_isRequesting = false;
    m_service.setVisibleRegion(Kind::Resampling, m_before, this, whole(), {});
    m_idleTimer.start();
    update();
}

void ModelPreview::requestIfIdle()
{
    if (!m_after || m_isRequesting || m_idleTimer.isActive() || !isVisible() ||
        m_service.progress().waiting > 0)
        return;
    m_isRequesting = true;
    m_service.setVisibleRegion(Kind::Network, m_after, this, whole(), {});
}

void ModelPreview::collectTiles()
{
    const auto put = [this](Kind kind, const infer::RegionLayer& layer, QImage& image) {
        if (image.isNull()) {
            image = QImage(m_sample->width() * m_scale, m_sample->height() * m_scale, QImage::Format_RGB32);
            image.fill(palette().color(QPalette::Mid));
        }
        QPainter painter(&image);
        for (const auto& tile : m_service.tiles(kind, layer.id, whole()))
            painter.drawImage(tile->area.x * m_scale, tile->area.y * m_scale,
                              QImage(tile->shown.data(), tile->width, tile->height, QImage::Format_RGB32));
    };
    put(Kind::Resampling, *m_before, m_beforeImage);
    if (!m_service.tiles(Kind::Network, m_after->id, whole()).empty()) {
        if (m_afterImage.isNull())
            m_afterImage = m_beforeImage;
        put(Kind::Network, *m_after, m_afterImage);
    }
    update();
}

QSize ModelPreview::sizeHint() const
{
    return {240, heightForWidth(240)};
}

int ModelPreview::heightForWidth(int width) const
{
    return m_sample ? width * m_sample->height() / m_sample->width() : 0;
}

void ModelPreview::showEvent(QShowEvent*)
{
    begin();
    requestIfIdle();
}

void ModelPreview::paintEvent(QPaintEvent*)
{
    if (m_beforeImage.isNull())
        return;
    QPainter painter(this);
    painter.setRenderHint(QPainter::SmoothPixmapTransform);
    painter.drawImage(rect(), m_beforeImage);
    if (m_afterImage.isNull())
        return;
    const QRectF half(width() / 2.0, 0, width() / 2.0, height());
    painter.drawImage(
        half, m_afterImage,
        QRectF(m_afterImage.width() / 2.0, 0, m_afterImage.width() / 2.0, m_afterImage.height()));
    painter.fillRect(QRectF(width() / 2.0 - 0.5, 0, 1, height()), Qt::white);
}

} // namespace enlarger::ui
