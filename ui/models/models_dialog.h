// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/models/model_library.h"
#include "ui/enlarge/model_list.h"

#include <QDialog>
#include <QHash>

#include <functional>

class QLabel;
class QPushButton;

namespace enlarger::ui {

class ModelView;
class OfferRow;

/// All about models: the cards of those there are, made on the present photo; the chosen one in full, with
/// what can be done to it; and those that are published. Model files can be dropped on it.
class ModelsDialog : public QDialog
{
    Q_OBJECT

public:
    ModelsDialog(app::EnlargeSession& session, app::ModelCatalog& catalog, app::ModelLibrary& library,
                 app::RegionService& service, QWidget* parent);

    void setPlaceSource(ModelList::PlaceSource source) { m_list->setPlaceSource(std::move(source)); }

    /// How many photos of the queue wait to be enlarged by a model.
    void setWaitingExports(std::function<int(const QString& model)> count) { m_waiting = std::move(count); }

protected:
    void keyPressEvent(QKeyEvent* event) override;
    void showEvent(QShowEvent* event) override;
    void dragEnterEvent(QDragEnterEvent* event) override;
    void dropEvent(QDropEvent* event) override;

private:
    QWidget* makeLeft();
    QWidget* makeRight();
    QPushButton* makeButton(const QString& text, const QString& tip, void (ModelsDialog::*act)());
    void wire();
    const models::StoredModel* current() const; // null: none
    void showCurrent();
    void showChoices();
    void showFacts();
    void showOffers();
    void say(const QString& sentences);
    void use();
    void measure();
    void rename();
    void mix();
    void exportModel();
    void remove();
    void addFile();

    app::EnlargeSession& m_session;
    app::ModelCatalog& m_catalog;
    app::ModelLibrary& m_library;
    ModelList* m_list;
    ModelView* m_view;
    std::function<int(const QString& model)> m_waiting;
    QHash<QString, OfferRow*> m_offers;
    QLabel* m_message;
    QPushButton *m_use, *m_measure, *m_rename, *m_mix, *m_export, *m_remove;
};

} // namespace enlarger::ui
