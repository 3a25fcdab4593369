// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/finetune/strip_view.h"

#include "app/files/path_text.h"
#include "app/session/background.h"

#include <QDir>
#include <QFileInfo>
#include <QHBoxLayout>
#include <QLabel>
#include <QMouseEvent>
#include <QPainter>
#include <QPushButton>
#include <QSlider>
#include <QVBoxLayout>
#include <QWheelEvent>

#include <algorithm>

namespace enlarger::ui {

namespace {

constexpr int margin = 12; // pixels

} // namespace

StripView::StripView(QWidget* parent)
    : QWidget(parent)
    , m_slider(new QSlider(Qt::Horizontal))
    , m_step(new QLabel)
    , m_preview(new QPushButton(tr("Watch on my photo")))
{
    setMinimumHeight(120);
    setMouseTracking(true);
    setAccessibleName(tr("Validation pictures"));
    m_slider->setAccessibleName(tr("Validation"));
    m_slider->setToolTip(tr("Go through the training: drag, and see texture appear."));
    m_step->setProperty("isQuiet", true);
    auto* row = new QHBoxLayout;
    row->setContentsMargins(margin, 0, margin, 8);
    row->addWidget(m_slider, 1000); // where it is hidden, the rest is free
    row->addWidget(m_step);
    row->addStretch();
    row->addWidget(m_preview);
    m_preview->setToolTip(
        tr("Show the open photo as the network enlarges it now, beside its start. It changes "
           "with each validation."));
    m_preview->hide();
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins({});
    layout->addStretch(1);
    layout->addLayout(row);
    connect(m_preview, &QPushButton::clicked, this, &StripView::previewRequested);
    connect(m_slider, &QSlider::valueChanged, this, &StripView::showValidation);
    setRun({});
}

void StripView::setRun(const std::filesystem::path& folder)
{
    m_folder = folder;
    m_files.clear();
    m_steps.clear();
    m_picture = {};
    refresh();
}

void StripView::setPreviewOffered(bool offered)
{
    m_preview->setVisible(offered);
}

void StripView::refresh()
{
    const bool isAtEnd = m_files.isEmpty() || m_slider->value() == m_slider->maximum();
    const QDir folder(app::toText(m_folder / "validation"));
    if (!m_folder.empty()) {
        m_files.clear();
        m_steps.clear();
        for (const QString& name :
             folder.entryList({QStringLiteral("step-*.png")}, QDir::Files, QDir::Name)) {
            m_files += folder.filePath(name);
            m_steps += QString::number(name.mid(5).section(QLatin1Char('.'), 0, 0).toLongLong());
        }
    }
    m_rows = int(folder.entryList({QStringLiteral("crop-*-lr.png")}, QDir::Files).size());
    setToolTip(m_rows > 0 ? tr("Click to compare this crop in the large view.") : QString());
    const QSignalBlocker quiet(m_slider);
    m_slider->setRange(0, std::max(0, int(m_files.size()) - 1));
    m_slider->setVisible(m_files.size() > 1);
    if (isAtEnd)
        m_slider->setValue(m_slider->maximum());
    showValidation(m_slider->value());
}

// Read apart: a large picture takes a while. The one before stays meanwhile.
void StripView::showValidation(int index)
{
    const std::uint64_t request = ++m_request;
    if (index < 0 || index >= m_files.size()) {
        m_picture = {};
        m_step->clear();
        return update();
    }
    m_step->setText(tr("step %1").arg(m_steps[index]));
    const std::pair known = m_picture.isNull() ? std::pair<QString, QDateTime>() : m_shown;
    struct Reading
    {
        std::pair<QString, QDateTime> file;
        QImage picture; // null: it is as known
    };
    app::runInBackground(
        app::readingPool(), this, app::TaskPriority::High,
        [name = m_files[index], known] {
            const auto file = std::pair(name, QFileInfo(name).lastModified());
            return Reading{file, file == known ? QImage() : QImage(name)};
        },
        [this, request](Reading reading) {
            if (request != m_request || reading.picture.isNull())
                return;
            m_shown = std::move(reading.file);
            m_picture = std::move(reading.picture);
            m_scaled = {};
            scrollTo(m_top);
        });
}

QRect StripView::pictureArea() const
{
    return rect().adjusted(margin, margin, -margin, -(m_preview->sizeHint().height() + 16));
}

void StripView::paintEvent(QPaintEvent*)
{
    QPainter painter(this);
    painter.setPen(palette().color(QPalette::PlaceholderText));
    if (m_picture.isNull()) {
        painter.drawText(rect(), Qt::AlignCenter, tr("Validation pictures appear here."));
        return;
    }
    const QRect area = pictureArea();
    const QRectF place = picturePlace();
    painter.setClipRect(area);
    const QSize pixels = (place.size() * devicePixelRatioF()).toSize();
    if (m_scaled.size() != pixels)
        m_scaled = m_picture.scaled(pixels, Qt::IgnoreAspectRatio, Qt::SmoothTransformation);
    painter.drawImage(place, m_scaled);
}

QSizeF StripView::pictureSize() const
{
    const QSizeF whole = QSizeF(m_picture.size());
    return whole * std::min(1.0, pictureArea().width() / std::max(1.0, whole.width()));
}

QRectF StripView::picturePlace() const
{
    const QRect area = pictureArea();
    const QSizeF size = pictureSize();
    return {QPointF(area.left() + (area.width() - size.width()) / 2.0, area.top() - m_top), size};
}

// Rows are of one height, or nearly so.
int StripView::rowAt(QPointF place) const
{
    const QRectF picture = picturePlace();
    if (m_picture.isNull() || m_rows == 0 || !picture.contains(place) ||
        !pictureArea().contains(place.toPoint()))
        return -1;
    return std::min(m_rows - 1, int(m_rows * (place.y() - picture.top()) / picture.height()));
}

void StripView::mousePressEvent(QMouseEvent* event)
{
    const int row = rowAt(event->position());
    if (event->button() == Qt::LeftButton && row >= 0)
        Q_EMIT cropChosen(row);
}

void StripView::mouseMoveEvent(QMouseEvent* event)
{
    setCursor(rowAt(event->position()) >= 0 ? Qt::PointingHandCursor : Qt::ArrowCursor);
}

void StripView::scrollTo(double top)
{
    m_top = std::clamp(top, 0.0, std::max(0.0, pictureSize().height() - pictureArea().height()));
    update();
}

void StripView::wheelEvent(QWheelEvent* event)
{
    scrollTo(m_top - event->angleDelta().y() / 2.0);
}

void StripView::resizeEvent(QResizeEvent* event)
{
    QWidget::resizeEvent(event);
    scrollTo(m_top);
}

} // namespace enlarger::ui
