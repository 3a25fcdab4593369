// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/enlarge/reference_test_page.h"

#include <QComboBox>
#include <QHeaderView>
#include <QLabel>
#include <QPushButton>
#include <QTreeWidget>
#include <QVBoxLayout>

#include <algorithm>
#include <utility>

namespace enlarger::ui {

namespace {

// Of a degradation; one without a title shows its name.
QString titleOf(const QString& degradation)
{
    static constexpr std::pair<const char*, const char*> titles[] = {
        {"bicubic", QT_TRANSLATE_NOOP("enlarger::ui::ReferenceTestPage", "Clean downscaling (bicubic)")},
        {"photo", QT_TRANSLATE_NOOP("enlarger::ui::ReferenceTestPage", "As from a phone or the web")},
        {"real", QT_TRANSLATE_NOOP("enlarger::ui::ReferenceTestPage", "Heavily degraded")},
    };
    const auto* const found = std::ranges::find_if(
        titles, [&](const auto& entry) { return degradation == QLatin1String(entry.first); });
    return found == std::end(titles) ? degradation : ReferenceTestPage::tr(found->second);
}

} // namespace

ReferenceTestPage::ReferenceTestPage(DeviceQueue& queue, QWidget* parent)
    : QWidget(parent)
    , m_session(queue)
    , m_degradation(new QComboBox)
    , m_start(new QPushButton(tr("Run the test")))
    , m_state(new QLabel)
    , m_scores(new QTreeWidget)
{
    setAccessibleName(tr("Test on this photo"));
    auto* heading = new QLabel(tr("Test on this photo"));
    heading->setProperty("isHeading", true);
    auto* what = new QLabel(tr("Downscales the photo, enlarges the small version, and measures how close "
                               "each result comes to the original."));
    what->setWordWrap(true);
    for (const QString& name : app::ReferenceTestSession::degradations())
        if (name != QLatin1String("bicubic-8bit")) // for benchmarks: no eye tells it from bicubic
            m_degradation->addItem(titleOf(name), name);
    m_degradation->setAccessibleName(tr("How the photo is downscaled"));
    m_degradation->setToolTip(tr("Clean: to measure fidelity. The others add blur, noise and JPEG artefacts, "
                                 "as in pictures that were shared online."));
    m_start->setProperty("isMain", true);
    m_state->setProperty("isQuiet", true);
    m_state->setWordWrap(true);
    m_scores->setHeaderLabels({tr("Result"), tr("PSNR (Y)"), tr("SSIM (Y)")});
    m_scores->setRootIsDecorated(false);
    m_scores->setSelectionMode(QAbstractItemView::NoSelection);
    m_scores->setFrameShape(QFrame::NoFrame);
    m_scores->header()->setStretchLastSection(false);
    m_scores->header()->setSectionResizeMode(QHeaderView::ResizeToContents);
    m_scores->header()->setSectionResizeMode(0, QHeaderView::Stretch);
    m_scores->setAccessibleName(tr("Figures"));
    m_scores->viewport()->setAutoFillBackground(false);
    m_scores->hide(); // until there are some

    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(16, 16, 16, 16);
    layout->setSpacing(8);
    layout->addWidget(heading);
    layout->addWidget(what);
    layout->addSpacing(8);
    layout->addWidget(m_degradation);
    layout->addWidget(m_start);
    layout->addWidget(m_state);
    layout->addWidget(m_scores, 1);
    layout->addStretch();

    connect(m_start, &QPushButton::clicked, this, &ReferenceTestPage::start);
    connect(&m_session, &app::ReferenceTestSession::made, this, &ReferenceTestPage::showPair);
    connect(&m_session, &app::ReferenceTestSession::scored, this, &ReferenceTestPage::addScore);
    connect(&m_session, &app::ReferenceTestSession::failed, this, [this](const QString& sentence) {
        m_state->clear();
        Q_EMIT problemFound(sentence);
    });
    setSource(nullptr, m_scale);
}

void ReferenceTestPage::setSource(const app::Document* document, int scale)
{
    m_document = document;
    m_scale = scale;
    m_start->setEnabled(document && document->state() == app::Document::State::Ready);
}

void ReferenceTestPage::setCandidates(std::vector<app::ReferenceTestCandidate> candidates,
                                      const QMap<QString, QString>& titles)
{
    m_candidates = std::move(candidates);
    m_titles = titles;
}

void ReferenceTestPage::start()
{
    if (!m_start->isEnabled())
        return;
    m_scores->clear();
    m_scores->hide();
    m_state->setText(tr("Downscaling the photo"));
    m_session.start(*m_document, m_degradation->currentData().toString(), m_scale);
}

void ReferenceTestPage::showPair(const app::ReferencePairPointer& pair)
{
    m_state->setText(tr("Measuring"));
    Q_EMIT made(pair);
    m_session.compareToHr(pair, m_candidates);
}

void ReferenceTestPage::addScore(const QString& name, const image::Quality& quality)
{
    auto* row = new QTreeWidgetItem(m_scores, {name.isEmpty() ? tr("Bicubic") : m_titles.value(name, name),
                                               tr("%1 dB").arg(quality.psnrY, 0, 'f', 2),
                                               QString::number(quality.ssimY, 'f', 4)});
    m_scores->show();
    row->setTextAlignment(1, Qt::AlignRight);
    row->setTextAlignment(2, Qt::AlignRight);
    if (m_scores->topLevelItemCount() == int(m_candidates.size()) + 1)
        m_state->setText(tr("Measured on the middle of the picture, at most 512 × 512 pixels."));
}

} // namespace enlarger::ui
