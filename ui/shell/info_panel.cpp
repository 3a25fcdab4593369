// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/shell/info_panel.h"

#include "app/session/background.h"
#include "core/image/read/photo_facts.h"
#include "ui/shell/histogram_view.h"

#include <QFormLayout>
#include <QLabel>
#include <QRegularExpression>
#include <QVBoxLayout>

namespace enlarger::ui {

namespace {

// "1772 x 1181", as a terminal says it.
QString withTimesSign(QString text)
{
    static const QRegularExpression product(QStringLiteral("(\\d) x (\\d)"));
    return text.replace(product, QStringLiteral("\\1 × \\2"));
}

} // namespace

InfoPanel::InfoPanel(QWidget* parent)
    : QScrollArea(parent)
    , m_histogram(new HistogramView)
    , m_facts(new QFormLayout)
{
    setAccessibleName(tr("Information"));
    setFrameShape(QFrame::NoFrame);
    setWidgetResizable(true);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_facts->setLabelAlignment(Qt::AlignRight | Qt::AlignTop);
    m_facts->setHorizontalSpacing(8);
    m_facts->setVerticalSpacing(8);
    m_facts->setFieldGrowthPolicy(QFormLayout::AllNonFixedFieldsGrow);
    auto* sheet = new QWidget;
    auto* layout = new QVBoxLayout(sheet);
    layout->setContentsMargins(16, 16, 16, 16);
    layout->setSpacing(16);
    layout->addWidget(m_histogram);
    layout->addLayout(m_facts);
    layout->addStretch();
    setWidget(sheet);
}

void InfoPanel::setDocument(app::Document* document)
{
    if (m_document)
        m_document->disconnect(this);
    m_document = document;
    if (document) {
        connect(document, &app::Document::infoChanged, this, &InfoPanel::refresh);
        connect(document, &app::Document::stateChanged, this, &InfoPanel::refresh);
    }
    refresh();
}

void InfoPanel::showEvent(QShowEvent*)
{
    refresh();
}

// On a pool's thread, and once for a picture.
void InfoPanel::countLevels()
{
    const auto picture = m_document ? m_document->picture() : nullptr;
    if (picture && m_counted.lock() == picture)
        return;
    m_counted = picture;
    m_histogram->setHistogram(std::nullopt);
    if (picture)
        app::runInBackground(
            app::readingPool(), this, app::TaskPriority::Normal,
            [picture] { return image::makeHistogram(*picture); },
            [this, counted = std::weak_ptr(picture)](const image::Histogram& histogram) {
                if (const auto shown = m_counted.lock(); shown && counted.lock() == shown)
                    m_histogram->setHistogram(histogram);
            });
}

void InfoPanel::refresh()
{
    if (!isVisible()) // what nobody sees is not worked out
        return;
    while (m_facts->rowCount() > 0)
        m_facts->removeRow(0);
    countLevels();
    if (!m_document || !m_document->hasInfo())
        return;
    const auto add = [this](const QString& name, const QString& value) {
        auto* title = new QLabel(name);
        title->setProperty("isQuiet", true);
        auto* text = new QLabel(value);
        text->setWordWrap(true);
        text->setTextFormat(Qt::PlainText);
        text->setTextInteractionFlags(Qt::TextSelectableByMouse);
        m_facts->addRow(title, text);
    };
    add(tr("File"), m_document->name());
    for (const image::PhotoFact& fact : image::photoFacts(m_document->info()))
        add(QString::fromStdString(fact.name), withTimesSign(QString::fromStdString(fact.value)));
}

} // namespace enlarger::ui
