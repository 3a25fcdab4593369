// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/offer_row.h"

#include "app/files/number_text.h"
#include "app/files/path_text.h"

#include <QDesktopServices>
#include <QGridLayout>
#include <QLabel>
#include <QProgressBar>
#include <QPushButton>
#include <QToolButton>

namespace enlarger::ui {

using State = app::Offer::State;

namespace {

constexpr int barSteps = 1000;

QString bytes(std::int64_t count)
{
    return app::toText(app::bytesText(count));
}

QString stateText(const app::Offer& offer)
{
    const app::CatalogueEntry& entry = offer.entry;
    switch (offer.state) {
    case State::Fetching:
        if (offer.done == 0)
            return OfferRow::tr("Asking the server…");
        return offer.all > 0 ? OfferRow::tr("%1 of %2").arg(bytes(offer.done), bytes(offer.all))
                             : bytes(offer.done);
    case State::Installing:
        return OfferRow::tr("Checking and installing…");
    case State::Installed:
    case State::Absent:
        break;
    }
    QStringList facts;
    if (offer.state == State::Installed)
        facts << OfferRow::tr("Installed");
    if (entry.bytes > 0)
        facts << bytes(entry.bytes);
    facts << entry.licence;
    if (entry.isNonCommercial)
        facts << OfferRow::tr("not for commercial use");
    return facts.join(QStringLiteral(" · "));
}

} // namespace

OfferRow::OfferRow(const app::Offer& offer, QWidget* parent)
    : QWidget(parent)
    , m_what(new QLabel)
    , m_problem(new QLabel)
    , m_progress(new QProgressBar)
    , m_button(new QPushButton)
    , m_page(new QToolButton)
{
    auto* title = new QLabel(offer.entry.title);
    title->setTextFormat(Qt::PlainText);
    for (QLabel* label : {m_what, m_problem}) {
        label->setTextFormat(Qt::PlainText); // some is a server's
        label->setWordWrap(true);
        label->setProperty("isQuiet", true);
    }
    m_progress->setTextVisible(false);
    m_progress->setMaximumHeight(6);
    m_progress->setAccessibleName(tr("Progress of %1").arg(offer.entry.title));
    m_page->setText(tr("Open the page in the browser"));
    m_page->setToolTip(offer.entry.page.toDisplayString());
    auto* grid = new QGridLayout(this);
    grid->setContentsMargins({});
    grid->setVerticalSpacing(2);
    grid->setColumnStretch(0, 1);
    grid->addWidget(title, 0, 0);
    grid->addWidget(m_what, 1, 0);
    grid->addWidget(m_button, 0, 1, 2, 1, Qt::AlignVCenter);
    grid->addWidget(m_progress, 2, 0, 1, 2);
    grid->addWidget(m_problem, 3, 0, 1, 2);
    grid->addWidget(m_page, 4, 0, 1, 2, Qt::AlignLeft);
    connect(m_button, &QPushButton::clicked, this, [this, name = offer.entry.name] {
        if (m_isFetching)
            Q_EMIT cancelRequested(name);
        else
            Q_EMIT fetchRequested(name);
    });
    connect(m_page, &QToolButton::clicked, this,
            [page = offer.entry.page] { QDesktopServices::openUrl(page); });
    setOffer(offer);
}

void OfferRow::setOffer(const app::Offer& offer)
{
    m_isFetching = offer.state == State::Fetching;
    m_what->setText(stateText(offer));
    m_button->setText(m_isFetching ? tr("Cancel") : tr("Fetch"));
    m_button->setAccessibleName(
        (m_isFetching ? tr("Cancel fetching %1") : tr("Fetch %1")).arg(offer.entry.title));
    m_button->setVisible(m_isFetching || offer.state == State::Absent);
    m_progress->setVisible(m_isFetching || offer.state == State::Installing);
    const bool isKnown = m_isFetching && offer.all > 0 && offer.done > 0;
    m_progress->setRange(0, isKnown ? barSteps : 0);
    m_progress->setValue(isKnown ? int(double(offer.done) / double(offer.all) * barSteps) : 0);
    m_problem->setText(offer.problem);
    m_problem->setVisible(!offer.problem.isEmpty());
    m_page->setVisible(m_problem->isVisibleTo(this) && !offer.entry.page.isEmpty());
}

} // namespace enlarger::ui
