// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/shell/candidate_menus.h"

#include "ui/shell/workbench.h"

#include <QActionGroup>
#include <QMenu>
#include <QPointer>

namespace enlarger::ui {

namespace {

QString tr(const char* text)
{
    return QObject::tr(text);
}

// A name may have an ampersand in it, which is no mnemonic.
QString asItem(QString name)
{
    return name.replace(QLatin1Char('&'), QLatin1String("&&"));
}

void addModels(QMenu& menu, Workbench& bench, const ChooseCandidate& choose)
{
    for (const models::StoredModel& model : bench.catalog.models()) {
        const QString name = QString::fromStdString(model.card.name);
        if (name == bench.session.model() || bench.candidates.find(Candidates::keyOf(name)))
            continue;
        QObject::connect(menu.addAction(asItem(app::titleOf(model))), &QAction::triggered, &menu,
                         [&bench, name, choose] {
                             QStringList added = bench.candidates.addedModels();
                             added.removeAll(name);
                             bench.candidates.setAddedModels(added << name);
                             choose(Candidates::keyOf(name));
                         });
    }
}

void addPhotos(QMenu& menu, Workbench& bench, const ChooseCandidate& choose)
{
    app::DocumentList& documents = bench.documents;
    for (int row = 0; row < documents.count(); ++row) {
        const QPointer<app::Document> document = documents.at(row);
        if (document == documents.current() || document == documents.compared() ||
            document->state() == app::Document::State::Failed)
            continue;
        QObject::connect(menu.addAction(asItem(document->name())), &QAction::triggered, &menu,
                         [&documents, document, choose] {
                             if (!document)
                                 return;
                             documents.setCompared(document);
                             choose(QStringLiteral("photo"));
                         });
    }
}

void addRemovals(QMenu& menu, Workbench& bench)
{
    Candidates& candidates = bench.candidates;
    for (const QString& name : candidates.addedModels())
        if (const models::StoredModel* model = bench.catalog.find(name))
            QObject::connect(menu.addAction(asItem(app::titleOf(*model))), &QAction::triggered, &menu,
                             [&candidates, name] {
                                 QStringList left = candidates.addedModels();
                                 left.removeAll(name);
                                 candidates.setAddedModels(left);
                             });
    if (const app::Document* other = bench.documents.compared())
        QObject::connect(menu.addAction(asItem(other->name())), &QAction::triggered, &menu,
                         [&bench] { bench.documents.setCompared(nullptr); });
}

// A submenu, unless there is nothing in it.
template <class Fill>
void addSubmenu(QMenu& menu, const QString& title, const Fill& fill)
{
    auto* inner = new QMenu(title, &menu);
    fill(*inner);
    if (!inner->isEmpty())
        menu.addMenu(inner);
    else
        delete inner;
}

} // namespace

void fillPaneMenu(QMenu& menu, Workbench& bench, const QString& shown, const ChooseCandidate& choose)
{
    auto* group = new QActionGroup(&menu);
    for (const Candidates::Candidate& candidate : bench.candidates.list()) {
        QAction* action = menu.addAction(asItem(candidate.layer->title()));
        action->setCheckable(true);
        action->setChecked(candidate.key == shown);
        group->addAction(action);
        QObject::connect(action, &QAction::triggered, &menu, [choose, key = candidate.key] { choose(key); });
    }
    menu.addSeparator();
    addSubmenu(menu, tr("Another model"), [&](QMenu& inner) { addModels(inner, bench, choose); });
    addSubmenu(menu, tr("Another photo"), [&](QMenu& inner) { addPhotos(inner, bench, choose); });
}

void fillAddMenu(QMenu& menu, Workbench& bench, const QStringList& shown, const ChooseCandidate& choose)
{
    for (const Candidates::Candidate& candidate : bench.candidates.list())
        if (!shown.contains(candidate.key))
            QObject::connect(menu.addAction(asItem(candidate.layer->title())), &QAction::triggered, &menu,
                             [choose, key = candidate.key] { choose(key); });
    menu.addSeparator();
    addModels(menu, bench, choose);
    menu.addSeparator();
    addSubmenu(menu, tr("Another photo"), [&](QMenu& inner) { addPhotos(inner, bench, choose); });
    menu.addSeparator();
    addSubmenu(menu, tr("Compare no more with"), [&](QMenu& inner) { addRemovals(inner, bench); });
    if (menu.isEmpty())
        menu.addAction(tr("There is nothing else to compare with"))->setEnabled(false);
}

} // namespace enlarger::ui
