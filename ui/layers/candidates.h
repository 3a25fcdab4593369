// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/session/enlarge_session.h"
#include "app/session/reference_test_session.h"
#include "app/session/region_service.h"
#include "ui/layers/photo_layer.h"
#include "ui/layers/placement.h"
#include "ui/viewer/layer.h"

#include <QHash>
#include <QObject>

#include <map>
#include <memory>
#include <optional>
#include <vector>

namespace enlarger::ui {

/// What can be compared for the current photo: the original, three kernels, the chosen model, further models
/// that were added, and the same part of another photo (DocumentList::compared()), enlarged in the same way
/// and as it is. Made anew whenever photo or settings change; what stays the same keeps its computed tiles.
class Candidates : public QObject
{
    Q_OBJECT

public:
    struct Candidate
    {
        QString key; // "original", "nearest", "bicubic", "lanczos", "model", "model:NAME" for an added one,
                     // "now" of a network that learns, "photo" and "photo:original" of another photo, "truth"
        Layer* layer = nullptr;
    };

    Candidates(app::DocumentList& documents, app::ModelCatalog& catalog, app::EnlargeSession& session,
               app::RegionService& service, QObject* parent = nullptr);
    ~Candidates() override;

    const std::vector<Candidate>& list() const { return m_list; } // empty without a photo
    Layer* find(const QString& key) const;                        // null: not there
    /// Whether the list is nothing but the preview of a RAW, which is being developed.
    bool isPreview() const { return m_isPreview; }
    /// Of the chosen model from its source and from bicubic; beside another photo of the same size, of that
    /// from the current one. May be empty.
    QList<Layer*> differences() const;

    const QStringList& addedModels() const { return m_added; }
    void setAddedModels(const QStringList& names);
    static QString keyOf(const QString& addedModel) { return QStringLiteral("model:") + addedModel; }
    /// As soon as the catalog says so, an added model goes on under its new name.
    void followRenaming(const QString& model, const QString& newName);

    /// A network that is being trained, as it is now.
    struct Learning
    {
        QString title;
        std::vector<models::StoredModel> models; // the one that is meant, and its partner where it has one;
                                                 // empty: it is to come
    };
    /// Makes it a candidate ("now"), at the strength that is set. Until its tiles are computed, those of the
    /// one before are shown. Nothing: none is trained.
    void setLearning(std::optional<Learning> learning);

    /// In a reference test the HR photo that `pair.lr` was made of (the ground truth) is a candidate
    /// ("truth") while that photo is the current one. Null: none.
    void setGroundTruth(app::ReferencePairPointer pair);

    /// Shows the whole photo even where it has a crop: while the crop is edited.
    void setCropIgnored(bool ignored);
    Placement placement() const; // of the candidates

    /// Starts over with every network, after one failed or was replaced, and with what else has failed.
    void retryNetworks();

Q_SIGNALS:
    void changed(); // the list is a new one; the old layers are gone
    void keyChanged(const QString& key, const QString& newKey); // of an added model; changed() follows

private:
    using RegionLayer = std::shared_ptr<const infer::RegionLayer>;
    void rebuild();
    void takeNewNames();
    void forgetUnused();
    void forget(const RegionLayer& layer);
    RegionLayer layerOf(app::RegionService::Kind kind, const app::Document& document,
                        std::vector<infer::StageMaker> stages, bool lock);
    RegionLayer networkLayer(const app::Document& document, const QString& model, double factor);
    RegionLayer kernelLayer(const app::Document& document, image::Kernel kernel, double factor);
    void add(const QString& key, PhotoLayer::Content content);
    void addPhoto(const QString& key, const QString& title, const RegionLayer& resampled,
                  const RegionLayer& network, std::uint64_t earlier = 0);
    void addOfCurrent();
    void addLearning();
    void addGroundTruth();
    void addCompared(const app::Document& document);
    const app::Document* shownBeside() const; // the other photo, where there is one to be shown
    Placement placementOf(const app::Document& other) const;
    QString nameOf(const app::Document& document, const QString& title) const;

    app::DocumentList& m_documents;
    app::ModelCatalog& m_catalog;
    app::EnlargeSession& m_session;
    app::RegionService& m_service;
    QStringList m_added;
    std::vector<std::pair<QString, QString>> m_renamed; // models, and their names in a listing to come
    bool m_isCropIgnored = false;
    bool m_isPreview = false;
    app::ReferencePairPointer m_groundTruth;
    std::optional<Learning> m_learning;
    RegionLayer m_now;       // of m_learning
    RegionLayer m_nowBefore; // of the one before it
    std::vector<Candidate> m_list;
    std::vector<std::unique_ptr<Layer>> m_layers;
    QList<Layer*> m_differences;
    struct CachedLayer
    {
        RegionLayer layer;
        app::RegionService::Kind kind;
        bool isUsed = false;
        bool hasFailed = false;
    };
    std::map<QString, CachedLayer> m_regions; // by what they compute
};

} // namespace enlarger::ui
