// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/fetch/fetched_file.h"
#include "app/session/model_catalog.h"
#include "app/session/network_loading.h"
#include "core/base/device_queue.h"

#include <QHash>
#include <QObject>
#include <QSet>
#include <QThreadPool>

#include <stop_token>
#include <vector>

namespace enlarger::app {

/// A published file, and how far its fetching is.
struct Offer
{
    enum class State { Absent, Fetching, Installing, Installed };

    CatalogueEntry entry;
    State state = State::Absent;
    std::int64_t done = 0; // bytes, while it is fetched
    std::int64_t all = 0;  // 0: not known
    int attempt = 0;       // of fetching it, counted
    QString problem;       // why the last attempt ended: whole sentences; empty: none did
};

/// What a person does with the models there are, and with those that are published. Files are
/// touched on a pool's thread; one thing after another, each ends with told() or problemFound().
class ModelLibrary : public QObject
{
    Q_OBJECT

public:
    /// `queue`: the device's, which a measurement waits for.
    ModelLibrary(ModelCatalog& catalog, DeviceQueue& queue,
                 std::vector<CatalogueEntry> published = app::catalogue(), QObject* parent = nullptr);
    ~ModelLibrary() override; // gives up what is being fetched; what has arrived stays

    const std::vector<Offer>& offers() const { return m_offers; }
    void fetch(const QString& name); // of an offer that is absent
    void cancelFetch(const QString& name);

    /// Empty where it can be renamed and removed; else why not, in one sentence.
    QString fixedReason(const models::StoredModel& model) const;

    void rename(const QString& name, const QString& newName);
    /// Removes it for good.
    void remove(const QString& name);
    /// The titles of models that would lose their strength with it.
    QStringList lonelyWithout(const QString& name) const;

    void exportTo(const QString& name, const std::filesystem::path& file,
                  const models::ExportOptions& options);

    /// Those that interpolate with it: of one shape and one ancestry.
    std::vector<const models::StoredModel*> relativesOf(const models::StoredModel& model) const;
    /// Network interpolation: (1 - strength) x first + strength x second becomes the model `newName`.
    void mix(const QString& first, const QString& second, double strength, const QString& newName);

    /// Finds out how fast it is on its device, while nothing on the screen waits; a few seconds.
    void measure(const infer::ModelSelection& network);
    bool isMeasuring(const QString& name) const { return m_measuring.contains(name); }

Q_SIGNALS:
    void offersChanged();
    void told(const QString& sentence);
    void problemFound(const QString& sentence);
    void renamed(const QString& name, const QString& newName); // before the catalog says so
    void measured(const QString& name);                        // also where that failed

private:
    Offer* find(const QString& name);
    void lookAtOffers(); // which of them are installed
    void download(const QString& name, const Download::Wanted& wanted);
    void install(const QString& name);
    void fail(const QString& name, const Error& problem);
    void end(const Error& problem);

    ModelCatalog& m_catalog;
    DeviceQueue& m_queue;
    models::ModelStore m_store;
    std::vector<Offer> m_offers;
    QHash<QString, Download*> m_downloads; // by the offers' names
    QSet<QString> m_measuring;             // names of models
    QThreadPool m_computing;
    std::stop_source m_stop;
};

} // namespace enlarger::app
