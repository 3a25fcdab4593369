// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/models/default_model.h"

#include <QAbstractListModel>
#include <QStringList>

#include <cstdint>
#include <vector>

namespace enlarger::app {

/// What models there are, as a list model. Reads the store on a pool's thread; the first reading is started
/// by the constructor.
class ModelCatalog : public QAbstractListModel
{
    Q_OBJECT

public:
    enum Role { // DisplayRole: the title, ToolTipRole: the description
        NameRole = Qt::UserRole,
        DescriptionRole,
        ScaleRole,
    };

    explicit ModelCatalog(QObject* parent = nullptr);

    void reload();

    /// Brings a model file (.pth, .safetensors, an ncnn pair) into the store on a pool's thread, under
    /// another name where its own is taken; imported(), when it is in the list, or problemFound() follows.
    void import(const std::filesystem::path& file);
    /// Whether a file's name looks like a model's.
    static bool isModelFile(const std::filesystem::path& file);

    bool isLoaded() const { return m_isLoaded; }
    const std::vector<models::StoredModel>& models() const { return m_models; }
    const models::StoredModel* find(const QString& name) const; // null: not there

    /// The other end of the strength slider, see models::partnerOf(); null: has none.
    const models::StoredModel* partnerOf(const models::StoredModel& model) const;
    /// A much faster network for the same pictures, to show while `model` computes; null: none, or it is fast
    /// itself.
    const models::StoredModel* draftOf(const models::StoredModel& model) const;
    /// What is chosen where nobody has chosen, and why; see models::defaultModel(), for the device "auto".
    QString defaultName() const;
    QString defaultReason() const { return m_defaultReason; }

    int rowCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role) const override;

Q_SIGNALS:
    void loaded();
    void imported(const QString& name, const QStringList& notes); // notes: whole sentences without full stops
    void problemFound(const QString& sentence); // a damaged file in the store, an import that failed

private:
    struct Listing // what a pool's thread hands over
    {
        std::vector<models::StoredModel> models;
        std::vector<Error> problems;
        models::DefaultModel standard; // among these
    };
    static Listing list();
    void setListing(Listing listing);
    void report(const Error& problem);

    std::vector<models::StoredModel> m_models;
    QString m_defaultName, m_defaultReason;
    bool m_isLoaded = false;
    std::uint64_t m_request = 0;                // the newest reading; older ones are outdated
    std::vector<models::StoredModel> m_imports; // that the next listing will have
    QStringList m_reported;                     // problems: each is reported once
};

/// What a model is called for people: its title, else its name.
QString titleOf(const models::StoredModel& model);

} // namespace enlarger::app
