// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/session/settings.h"
#include "ui/layers/candidates.h"

#include <QStringList>

namespace enlarger::ui {

/// What the grid shows, by the candidates' keys. Until a person chooses: the models, and what they are
/// measured by. What was chosen is remembered from photo to photo and from start to start; of it, what is no
/// candidate now is left out.
class GridChoice
{
public:
    static constexpr int most = 4;

    GridChoice(Candidates& candidates, app::Settings& settings);

    QStringList shown() const; // from the top left to the bottom right; empty only without candidates

    void hold();                                // what is shown stays, though another model may come
    void replace(int pane, const QString& key); // what another pane shows changes places
    void remove(int pane);                      // the last one stays
    void add(const QString& key);               // where there is room
    void followKey(const QString& key, const QString& newKey); // of a candidate

private:
    QStringList usual() const;
    void choose(const QStringList& keys);

    Candidates& m_candidates;
    app::Settings& m_settings;
    QStringList m_chosen; // empty: nobody did
};

} // namespace enlarger::ui
