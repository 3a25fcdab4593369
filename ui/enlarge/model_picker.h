// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/enlarge/model_crops.h"

#include <QListView>
#include <QMap>

#include <functional>
#include <optional>

class QStandardItemModel;

namespace enlarger::ui {

/// The models as cards, in the place of the page, so that the picture that they are compared on stays in
/// sight: name, kind, scale, speed, and what each makes of a place of the photo beside bicubic. Arrows move,
/// typing finds, Enter or a click chooses, Escape closes.
class ModelPicker : public QWidget
{
    Q_OBJECT

public:
    ModelPicker(app::EnlargeSession& session, app::ModelCatalog& catalog, app::RegionService& service,
                QWidget* parent = nullptr);

    /// Where the cards' crops come from: asked for each time that the cards are shown.
    using PlaceSource = std::function<std::optional<ModelCrops::Place>(const QSize& size)>; // LR pixels
    void setPlaceSource(PlaceSource source) { m_placeSource = std::move(source); }

    enum Role { NameRole = Qt::UserRole, FactsRole, BicubicRole, CropRole, IsStandardRole };

Q_SIGNALS:
    void chosen(const QString& model);
    void closed(); // after chosen() too

protected:
    void keyPressEvent(QKeyEvent* event) override;
    void showEvent(QShowEvent* event) override; // begins with the crops
    void hideEvent(QHideEvent* event) override; // gives up those that are not done

private:
    void fill();
    void startCrops();
    void askForSpeeds();
    void showFacts(const QMap<QString, double>& seconds);
    void showCrop(const QString& model);
    void choose(const QModelIndex& index);

    app::EnlargeSession& m_session;
    app::ModelCatalog& m_catalog;
    ModelCrops m_crops;
    PlaceSource m_placeSource;
    QListView* m_list;
    QStandardItemModel* m_cards;
};

} // namespace enlarger::ui
