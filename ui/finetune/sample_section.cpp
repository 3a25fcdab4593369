// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/finetune/sample_section.h"

#include "app/files/path_text.h"
#include "ui/finetune/sample_view.h"
#include "ui/finetune/section.h"

#include <QComboBox>
#include <QGridLayout>
#include <QHBoxLayout>
#include <QPushButton>
#include <QSignalBlocker>
#include <QSlider>
#include <QVBoxLayout>

#include <cmath>

namespace enlarger::ui {

namespace {

constexpr const char* degradationField = "data.degradation";
constexpr const char* noiseField = "degradation.photo.noise-sigma";
constexpr const char* qualityField = "degradation.photo.jpeg-quality";

QString nameOfKind(degrade::DegradationKind kind)
{
    using degrade::DegradationKind;
    switch (kind) {
    case DegradationKind::Bicubic:
        return SampleSection::tr("Clean");
    case DegradationKind::BicubicEightBits:
        return SampleSection::tr("Clean, in 8 bits");
    case DegradationKind::Photo:
        return SampleSection::tr("Phone or web");
    case DegradationKind::Real:
        return SampleSection::tr("Real-ESRGAN");
    }
    return {};
}

std::string rangeText(double from, double to)
{
    return QStringLiteral("%1,%2").arg(from).arg(to).toStdString();
}

} // namespace

SampleSection::SampleSection(app::FineTuneSession& session, QWidget* parent)
    : QWidget(parent)
    , m_session(session)
    , m_view(new SampleView(session.preview()))
    , m_problem(quietLabel())
    , m_degradation(new QComboBox)
    , m_another(new QPushButton(tr("Another crop")))
    , m_spoiling(new QWidget)
{
    m_degradation->setAccessibleName(tr("How small copies are made"));
    m_degradation->setToolTip(tr(
        "How small copies are made of your photos: cleanly, by bicubic interpolation; with the blur, noise "
        "and JPEG artefacts of phones and the web; or with those twice, as Real-ESRGAN does."));
    for (const auto& kind : namesOf(degrade::DegradationKind()))
        m_degradation->addItem(nameOfKind(kind.value), QString::fromLatin1(kind.name));
    auto* row = new QHBoxLayout;
    row->setSpacing(8);
    row->addWidget(m_degradation, 1);
    row->addWidget(m_another, 1);
    auto* sliders = new QGridLayout(m_spoiling);
    sliders->setContentsMargins({});
    sliders->setHorizontalSpacing(8);
    sliders->setColumnStretch(1, 1);
    m_noise = addSlider(tr("Noise up to"), tr("The strongest noise, of 255"), 0, 40);
    m_quality = addSlider(tr("JPEG down to"), tr("The lowest quality of JPEG"), 10, 100);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins({});
    layout->setSpacing(8);
    layout->addWidget(m_view);
    layout->addWidget(m_problem);
    layout->addLayout(row);
    layout->addWidget(m_spoiling);

    connect(m_degradation, &QComboBox::activated, this, [this] {
        (void)m_session.setField(degradationField, m_degradation->currentData().toString().toStdString());
    });
    connect(m_another, &QPushButton::clicked, this, [this] { m_session.preview().showAnother(); });
    connect(m_noise, &QSlider::valueChanged, this, [this](int value) {
        if (m_isRefreshing)
            return;
        const degrade::Range& now = m_session.recipe().degradation.photo.noise;
        (void)m_session.setField(noiseField, rangeText(std::min(now.from, double(value)), value));
    });
    connect(m_quality, &QSlider::valueChanged, this, [this](int value) {
        if (m_isRefreshing)
            return;
        const degrade::Range& now = m_session.recipe().degradation.photo.jpeg;
        (void)m_session.setField(qualityField, rangeText(value, std::max(now.to, double(value))));
    });
    connect(&m_session, &app::FineTuneSession::changed, this, &SampleSection::refresh);
    connect(&m_session.preview(), &app::SamplePreview::changed, this, &SampleSection::refresh);
    refresh();
}

QSlider* SampleSection::addSlider(const QString& name, const QString& use, int least, int most)
{
    auto& grid = *static_cast<QGridLayout*>(m_spoiling->layout());
    auto* slider = new QSlider(Qt::Horizontal);
    slider->setRange(least, most);
    slider->setAccessibleName(name);
    slider->setToolTip(use);
    auto* label = new QLabel(name);
    label->setBuddy(slider);
    auto* value = new QLabel;
    value->setMinimumWidth(value->fontMetrics().horizontalAdvance(QStringLiteral("100")));
    value->setAlignment(Qt::AlignRight | Qt::AlignVCenter);
    connect(slider, &QSlider::valueChanged, value, qOverload<int>(&QLabel::setNum));
    value->setNum(slider->value());
    const int line = grid.rowCount();
    grid.addWidget(label, line, 0);
    grid.addWidget(slider, line, 1);
    grid.addWidget(value, line, 2);
    return slider;
}

void SampleSection::refresh()
{
    const train::Recipe& recipe = m_session.recipe();
    const std::optional<Error>& error = m_session.preview().error();
    m_view->setVisible(!error);
    m_problem->setText(error ? app::toText(error->text()) : QString());
    m_problem->setVisible(error.has_value());
    const QSignalBlocker quietKind(m_degradation);
    m_degradation->setCurrentIndex(
        m_degradation->findData(QString::fromLatin1(nameOf(recipe.data.degradation))));
    m_spoiling->setVisible(recipe.data.degradation == degrade::DegradationKind::Photo);
    m_isRefreshing = true;
    m_noise->setValue(int(std::lround(recipe.degradation.photo.noise.to)));
    m_quality->setValue(int(std::lround(recipe.degradation.photo.jpeg.from)));
    m_isRefreshing = false;
    setVisible(m_session.preview().hasPhotos());
}

} // namespace enlarger::ui
