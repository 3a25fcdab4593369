// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/enlarge/model_list.h"

namespace enlarger::ui {

/// The models as cards, in the place of the page, so that the picture that they are compared on stays in
/// sight. Enter or a click chooses, Escape closes.
class ModelPicker : public QWidget
{
    Q_OBJECT

public:
    ModelPicker(app::EnlargeSession& session, app::ModelCatalog& catalog, app::RegionService& service,
                QWidget* parent = nullptr);

    void setPlaceSource(ModelList::PlaceSource source) { m_list->setPlaceSource(std::move(source)); }

Q_SIGNALS:
    void chosen(const QString& model);
    void manageRequested(); // the page of all models
    void closed();          // after chosen() too

protected:
    void keyPressEvent(QKeyEvent* event) override;

private:
    void choose(const QModelIndex& index);

    ModelList* m_list;
};

} // namespace enlarger::ui
