// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/enlarge/model_crops.h"

#include <QElapsedTimer>
#include <QListView>
#include <QMap>

#include <functional>
#include <memory>
#include <optional>
#include <utility>

class QStandardItemModel;

namespace enlarger::ui {

/// The models as cards: name, kind, scale, speed, and what each makes of a place of the photo beside bicubic.
/// The one in use is current at first. Arrows move, typing finds a word of a name.
class ModelList : public QListView
{
    Q_OBJECT

public:
    ModelList(app::EnlargeSession& session, app::ModelCatalog& catalog, app::RegionService& service,
              QWidget* parent = nullptr);

    /// Where the cards' crops come from: asked for each time that the cards are shown.
    using PlaceSource = std::function<std::optional<ModelCrops::Place>(const QSize& size)>; // LR pixels
    void setPlaceSource(PlaceSource source) { m_placeSource = std::move(source); }

    enum Role { NameRole = Qt::UserRole, FactsRole, BicubicRole, CropRole, IsStandardRole };

    QString current() const; // a name of the catalog; empty: none
    /// Before the catalog says so: a model has another name now. Where it is the current one, it stays so.
    void followRenaming(const QString& name, const QString& newName);
    void askForSpeeds(); // anew: one has been measured

    void keyboardSearch(const QString& typed) override;

protected:
    bool event(QEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;
    void showEvent(QShowEvent* event) override; // begins with the crops
    void hideEvent(QHideEvent* event) override; // gives up those that are not done

private:
    void fill(const QString& chosen); // which is the current one then
    void startCrops();
    void renewCrops(); // where another photo is shown
    void showFacts(const QMap<QString, double>& seconds);
    void showCrop(const QString& model);

    app::EnlargeSession& m_session;
    app::ModelCatalog& m_catalog;
    ModelCrops m_crops;
    PlaceSource m_placeSource;
    QStandardItemModel* m_cards;
    std::pair<QString, QString> m_renamed;             // the current model, and its name in a listing to come
    std::weak_ptr<const image::PackedPicture> m_photo; // of the crops
    QString m_typed;
    QElapsedTimer m_sinceLast;
};

} // namespace enlarger::ui
