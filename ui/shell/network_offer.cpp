// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/shell/network_offer.h"

#include "app/files/number_text.h"
#include "app/files/path_text.h"
#include "ui/shell/message_bar.h"

#include <utility>

namespace enlarger::ui {

namespace {

const QString askedKey = QStringLiteral("networks-offered");

// "Real-ESRGAN x4plus (67 MB, BSD-3-Clause)"
QString textOf(const app::CatalogueEntry& entry)
{
    QStringList facts;
    if (entry.bytes > 0)
        facts << app::toText(app::bytesText(entry.bytes));
    facts << entry.licence;
    return QStringLiteral("%1 (%2)").arg(entry.title, facts.join(QStringLiteral(", ")));
}

} // namespace

NetworkOffer::NetworkOffer(app::Settings& settings, app::ModelLibrary& library, MessageBar& messages,
                           QObject* parent)
    : QObject(parent)
    , m_settings(settings)
    , m_library(library)
    , m_messages(messages)
    , m_isOver(!settings.state(askedKey).isEmpty())
{
    // Once the library has looked which of them are there.
    connect(&library, &app::ModelLibrary::offersChanged, this, &NetworkOffer::look);
}

void NetworkOffer::look()
{
    if (m_isOver)
        return follow();
    m_isOver = true;
    QStringList names;
    QStringList texts;
    for (const app::Offer& offer : m_library.offers()) {
        if (offer.entry.kind != app::CatalogueEntry::Kind::Model || offer.entry.isNonCommercial)
            continue;
        if (offer.state != app::Offer::State::Absent)
            return; // somebody knows where they are
        names << offer.entry.name;
        texts << textOf(offer.entry);
    }
    if (names.isEmpty() || !m_messages.isHidden())
        return;
    m_settings.setState(askedKey, "yes");
    m_messages.showQuestion(tr("More networks can be fetched from where they are published: %1. Those that "
                               "are here work without them.")
                                .arg(texts.join(QStringLiteral("; "))),
                            {tr("Fetch them"), [this, names] { fetch(names); }}, {tr("No, thanks"), [] {}});
}

void NetworkOffer::fetch(const QStringList& names)
{
    m_messages.showInfo(tr("They are being fetched."),
                        {tr("Show how far"), [this] { Q_EMIT modelsRequested(); }});
    for (const QString& name : names)
        m_library.fetch(name);
    m_fetching = names; // which are under way now
}

// The library tells what has been installed; what has failed, the models window says, and here it is said
// too, when all are over: each message takes the place of the one before.
void NetworkOffer::follow()
{
    for (const app::Offer& offer : m_library.offers()) {
        const bool isOver =
            offer.state == app::Offer::State::Absent || offer.state == app::Offer::State::Installed;
        if (isOver && m_fetching.removeOne(offer.entry.name) && !offer.problem.isEmpty())
            m_problems << offer.problem;
    }
    if (m_fetching.isEmpty())
        m_messages.showProblems(std::exchange(m_problems, {}),
                                {tr("Show models"), [this] { Q_EMIT modelsRequested(); }});
}

} // namespace enlarger::ui
