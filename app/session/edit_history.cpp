// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/session/edit_history.h"

#include <QCoreApplication>

#include <utility>

namespace enlarger::app {

namespace {

constexpr std::size_t mostSteps = 200;

using Group = EditHistory::Group;

std::pair<Group, QString> differenceOf(const EnlargeChoices& before, const EnlargeChoices& after)
{
    const auto text = [](const char* words) { return QCoreApplication::translate("EditHistory", words); };
    if (before.model != after.model)
        return {Group::Model, text("model")};
    if (before.strength != after.strength)
        return {Group::Detail, text("strength")};
    if (before.colourLock != after.colourLock)
        return {Group::Detail, text("colours")};
    if (before.device != after.device)
        return {Group::Device, text("device")};
    if (before.precision != after.precision)
        return {Group::Device, text("precision")};
    if (before.ensemble != after.ensemble)
        return {Group::Device, text("the mean of eight")};
    return {Group::Size, text("size")};
}

} // namespace

EditHistory::EditHistory(DocumentList& documents, ModelCatalog& catalog, EnlargeSession& session,
                         QObject* parent)
    : QObject(parent)
    , m_documents(documents)
    , m_catalog(catalog)
    , m_session(session)
{
    m_known.choices = m_session.choices();
    connect(&m_session, &EnlargeSession::changed, this, &EditHistory::onSessionChanged);
    connect(&m_documents, &DocumentList::currentChanged, this, &EditHistory::watch);
    connect(&m_documents, &QAbstractItemModel::rowsRemoved, this, &EditHistory::changed);
    watch(m_documents.current());
}

void EditHistory::watch(Document* document)
{
    if (m_watched)
        m_watched->disconnect(this);
    m_watched = document;
    m_known.framing = document ? framingOf(*document) : Framing();
    m_expected.reset();
    m_sinceLast.invalidate();
    if (document)
        connect(document, &Document::cropChanged, this, &EditHistory::onCropChanged);
}

EditHistory::State EditHistory::present() const
{
    return {m_session.choices(), m_watched ? framingOf(*m_watched) : Framing()};
}

void EditHistory::onSessionChanged()
{
    const State now{m_session.choices(), m_known.framing};
    const bool hadModels = std::exchange(m_hadModels, m_catalog.isLoaded());
    if (now.choices == m_known.choices)
        return;
    // Before there are models, and where one is gone, nobody has chosen.
    if (!m_isMoving && hadModels && m_catalog.find(m_known.choices.model)) {
        const auto [group, text] = differenceOf(m_known.choices, now.choices);
        push({group, text, m_known, now, nullptr, false});
    }
    m_known.choices = now.choices;
}

void EditHistory::onCropChanged()
{
    const State now{m_known.choices, framingOf(*m_watched)};
    const bool isExpected = m_expected == now.framing;
    if (isExpected)
        m_expected.reset();
    // A file that is read again may cut the crop: that is nobody's step.
    if (!m_isMoving && !isExpected && m_watched->state() == Document::State::Ready &&
        now.framing != m_known.framing) {
        const bool isTurned = now.framing.turn != m_known.framing.turn;
        push({Group::Crop, QCoreApplication::translate("EditHistory", isTurned ? "rotation" : "crop"),
              m_known, now, m_watched, true});
    }
    m_known.framing = now.framing;
}

// A photo that turns is read again, and arrives later.
void EditHistory::setFraming(Document& document, const Framing& framing)
{
    if (framing.turn == document.turn())
        return document.setCrop(framing.crop);
    m_expected = framing;
    m_documents.setTurn(&document, framing.turn, framing.crop);
}

void EditHistory::push(Step step)
{
    m_steps.resize(m_done);
    const bool isSameThing =
        !m_steps.empty() && m_steps.back().text == step.text && m_steps.back().document == step.document;
    if (isSameThing && m_sinceLast.isValid() && m_sinceLast.elapsed() < m_pause.count())
        m_steps.back().after = step.after;
    else
        m_steps.push_back(std::move(step));
    if (m_steps.size() > mostSteps)
        m_steps.erase(m_steps.begin());
    m_done = m_steps.size();
    m_sinceLast.start();
    Q_EMIT changed();
}

bool EditHistory::isVoid(const Step& step) const
{
    if (!step.hasFraming || step.before.choices != step.after.choices)
        return false;
    return m_documents.rowOf(step.document) < 0 || step.document->choice().page != step.after.framing.page;
}

void EditHistory::followRenaming(const QString& model, const QString& newName)
{
    const auto follow = [&](State& state) {
        if (state.choices.model == model)
            state.choices.model = newName;
    };
    follow(m_known);
    for (Step& step : m_steps) {
        follow(step.before);
        follow(step.after);
    }
}

std::size_t EditHistory::nextUndo() const
{
    for (std::size_t i = m_done; i > 0; --i)
        if (!isVoid(m_steps[i - 1]))
            return i - 1;
    return m_steps.size();
}

std::size_t EditHistory::nextRedo() const
{
    for (std::size_t i = m_done; i < m_steps.size(); ++i)
        if (!isVoid(m_steps[i]))
            return i;
    return m_steps.size();
}

QString EditHistory::textAt(std::size_t step) const
{
    return step < m_steps.size() ? m_steps[step].text : QString();
}

void EditHistory::undo()
{
    move(nextUndo(), true);
}

void EditHistory::redo()
{
    move(nextRedo(), false);
}

void EditHistory::move(std::size_t index, bool isUndo)
{
    if (index >= m_steps.size())
        return;
    m_done = isUndo ? index : index + 1;
    m_sinceLast.invalidate();
    const Step step = m_steps[index]; // who hears of it might make another
    const State& wanted = isUndo ? step.before : step.after;
    m_isMoving = true;
    if (const int row = m_documents.rowOf(step.document); step.hasFraming && row >= 0) {
        m_documents.setCurrentRow(row);
        setFraming(*step.document, wanted.framing);
    }
    if (!(step.before.choices == step.after.choices))
        m_session.setChoices(wanted.choices);
    m_isMoving = false;
    m_known = present();
    Q_EMIT changed();
    Q_EMIT moved(step.group, step.text);
}

void EditHistory::resetAll()
{
    const State before = present();
    m_isMoving = true;
    if (m_watched)
        setFraming(*m_watched, {});
    m_session.setChoices(m_session.standardChoices());
    m_isMoving = false;
    m_known = present();
    const State after{m_known.choices, {}};
    if (after.choices == before.choices && after.framing == before.framing)
        return;
    m_sinceLast.invalidate();
    push({Group::All, QCoreApplication::translate("EditHistory", "reset"), before, after, m_watched,
          before.framing != after.framing});
    m_sinceLast.invalidate();
}

} // namespace enlarger::app
