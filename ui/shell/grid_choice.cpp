// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/shell/grid_choice.h"

#include <algorithm>

namespace enlarger::ui {

namespace {

const QString settingsKey = QStringLiteral("grid");
const QString groundTruth = QStringLiteral("truth");

} // namespace

GridChoice::GridChoice(Candidates& candidates, app::Settings& settings)
    : m_candidates(candidates)
    , m_settings(settings)
    , m_chosen(QString::fromUtf8(settings.state(settingsKey)).split(QLatin1Char('\n'), Qt::SkipEmptyParts))
{
    QStringList models = m_candidates.addedModels();
    const QString addedModel = Candidates::keyOf({});
    for (const QString& key : std::as_const(m_chosen))
        if (key.startsWith(addedModel))
            models << key.mid(addedModel.size());
    models.removeDuplicates();
    m_candidates.setAddedModels(models);
}

QStringList GridChoice::shown() const
{
    QStringList there;
    for (const QString& key : m_chosen)
        if (m_candidates.find(key))
            there << key;
    // A reference test is made to be seen.
    const bool hidesTruth = m_candidates.find(groundTruth) && !there.contains(groundTruth);
    return there.isEmpty() || hidesTruth ? usual() : there.mid(0, most);
}

// Of four, the models count most; then what they are measured by.
QStringList GridChoice::usual() const
{
    QStringList keys; // in the order of the list
    for (const Candidates::Candidate& one : m_candidates.list())
        keys << one.key;
    const auto counts = [](const QString& key) {
        return key.startsWith(QLatin1String("model")) || key == groundTruth;
    };
    QStringList chosen;
    for (const QString& key : std::as_const(keys))
        if (counts(key) && chosen.size() < most - 1)
            chosen << key;
    for (const char* key : {"bicubic", "original", "lanczos", "nearest"})
        if (const QString measure = QString::fromLatin1(key); chosen.size() < most && keys.contains(measure))
            chosen << measure;
    std::ranges::sort(chosen, {}, [&](const QString& key) { return keys.indexOf(key); });
    return chosen;
}

void GridChoice::hold()
{
    m_chosen = shown();
}

void GridChoice::replace(int pane, const QString& key)
{
    QStringList keys = shown();
    if (pane < 0 || pane >= keys.size())
        return;
    if (const qsizetype other = keys.indexOf(key); other >= 0)
        keys[other] = keys[pane];
    keys[pane] = key;
    choose(keys);
}

void GridChoice::remove(int pane)
{
    QStringList keys = shown();
    if (pane < 0 || pane >= keys.size() || keys.size() == 1)
        return;
    keys.removeAt(pane);
    choose(keys);
}

void GridChoice::add(const QString& key)
{
    const QStringList keys = shown();
    if (keys.size() < most && !keys.contains(key))
        choose(keys + QStringList(key));
}

void GridChoice::followKey(const QString& key, const QString& newKey)
{
    QStringList keys = m_chosen;
    if (const qsizetype place = keys.indexOf(key); place >= 0) {
        keys[place] = newKey;
        choose(keys);
    }
}

void GridChoice::choose(const QStringList& keys)
{
    m_chosen = keys;
    m_settings.setState(settingsKey, keys.join(QLatin1Char('\n')).toUtf8());
}

} // namespace enlarger::ui
