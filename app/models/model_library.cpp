// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/models/model_library.h"

#include "app/files/path_text.h"
#include "app/session/background.h"
#include "app/training/model_changes.h"
#include "core/infer/tiling/throughput_cache.h"
#include "core/models/interpolation.h"

#include <algorithm>

namespace enlarger::app {

using State = Offer::State;

namespace {

/// Runs on the compute thread. What it takes must not be what it waits: so it begins when the screen has all
/// it wants, and keeps exports and training waiting meanwhile.
Status measureSpeed(const infer::ModelSelection& network, DeviceQueue& queue, const std::stop_token& stop)
try {
    openDevices();
    const auto model = infer::UpscaleModel::load(network);
    if (!model)
        return model.error();
    if (!queue.waitForTurn(Urgency::Export, stop))
        return Error{ErrorKind::Cancelled, "measuring was cancelled", {}, {}};
    const DeviceQueue::Claim claim(queue, Urgency::Region);
    StopGate gate(stop);
    const auto speed =
        infer::ThroughputCache(**model, network.speedHash(), models::ModelStore::cacheFolder()).measure(gate);
    return speed ? Status() : Status(speed.error());
} catch (const CancelledException&) {
    return Error{ErrorKind::Cancelled, "measuring was cancelled", {}, {}};
}

} // namespace

ModelLibrary::ModelLibrary(ModelCatalog& catalog, DeviceQueue& queue, std::vector<CatalogueEntry> published,
                           QObject* parent)
    : QObject(parent)
    , m_catalog(catalog)
    , m_queue(queue)
{
    configureComputeThread(m_computing);
    for (CatalogueEntry& entry : published)
        m_offers.push_back({.entry = std::move(entry)});
    connect(&m_catalog, &ModelCatalog::loaded, this, &ModelLibrary::lookAtOffers);
    lookAtOffers();
}

ModelLibrary::~ModelLibrary()
{
    m_stop.request_stop();
    m_computing.clear();
}

Offer* ModelLibrary::find(const QString& name)
{
    const auto found =
        std::ranges::find_if(m_offers, [&](const Offer& offer) { return offer.entry.name == name; });
    return found == m_offers.end() ? nullptr : &*found;
}

void ModelLibrary::lookAtOffers()
{
    std::vector<CatalogueEntry> entries;
    for (const Offer& offer : m_offers)
        entries.push_back(offer.entry);
    const auto look = [entries, store = m_store] {
        QSet<QString> installed;
        for (const CatalogueEntry& entry : entries)
            if (isInstalled(entry, store))
                installed.insert(entry.name);
        return installed;
    };
    runInBackground(readingPool(), this, TaskPriority::Normal, look, [this](const QSet<QString>& installed) {
        for (Offer& offer : m_offers)
            if (offer.state == State::Absent || offer.state == State::Installed)
                offer.state = installed.contains(offer.entry.name) ? State::Installed : State::Absent;
        Q_EMIT offersChanged();
    });
}

void ModelLibrary::fetch(const QString& name)
{
    Offer* offer = find(name);
    if (!offer || offer->state != State::Absent)
        return;
    offer->state = State::Fetching;
    ++offer->attempt;
    offer->done = 0;
    offer->all = offer->entry.bytes;
    offer->problem.clear();
    Q_EMIT offersChanged();
    runInBackground(
        readingPool(), this, TaskPriority::Normal,
        [entry = offer->entry, store = m_store] { return downloadOf(entry, store); },
        [this, name, attempt = offer->attempt](const Result<std::optional<Download::Wanted>>& wanted) {
            if (find(name)->state != State::Fetching || find(name)->attempt != attempt)
                return; // cancelled meanwhile
            if (!wanted)
                fail(name, wanted.error());
            else if (*wanted)
                download(name, **wanted);
            else
                install(name);
        });
}

void ModelLibrary::download(const QString& name, const Download::Wanted& wanted)
{
    auto* download = new Download(wanted, this);
    m_downloads[name] = download;
    connect(download, &Download::progressed, this, [this, name](std::int64_t done, std::int64_t all) {
        Offer& offer = *find(name);
        offer.done = done;
        offer.all = all;
        Q_EMIT offersChanged();
    });
    connect(download, &Download::finished, this, [this, name, download](const Status& outcome) {
        m_downloads.remove(name);
        download->deleteLater();
        if (outcome)
            install(name);
        else
            fail(name, withPage(outcome.error(), find(name)->entry));
    });
    download->start();
}

void ModelLibrary::install(const QString& name)
{
    Offer& offer = *find(name);
    offer.state = State::Installing;
    Q_EMIT offersChanged();
    const auto work = [entry = offer.entry, store = m_store] {
        openDevices(); // an import touches tensors
        return installFetched(entry, store, false);
    };
    runInBackground(readingPool(), this, TaskPriority::Normal, work,
                    [this, name](const Result<std::optional<models::StoredModel>>& installed) {
                        if (!installed)
                            return fail(name, installed.error());
                        find(name)->state = State::Installed;
                        Q_EMIT told(tr("%1 is installed.").arg(find(name)->entry.title));
                        Q_EMIT offersChanged();
                        if (*installed)
                            m_catalog.reload();
                    });
}

void ModelLibrary::cancelFetch(const QString& name)
{
    Offer* offer = find(name);
    if (!offer || offer->state != State::Fetching)
        return;
    if (Download* download = m_downloads.value(name))
        download->cancel();
    else
        fail(name, Error{ErrorKind::Cancelled, {}, {}, {}});
}

// A person who has cancelled it knows.
void ModelLibrary::fail(const QString& name, const Error& problem)
{
    Offer& offer = *find(name);
    offer.state = State::Absent;
    if (problem.kind != ErrorKind::Cancelled)
        offer.problem = toText(problem.text());
    Q_EMIT offersChanged();
}

void ModelLibrary::end(const Error& problem)
{
    if (problem.kind != ErrorKind::Cancelled)
        Q_EMIT problemFound(toText(problem.text()));
}

QString ModelLibrary::fixedReason(const models::StoredModel& model) const
{
    return model.file == m_store.fileOf(model.card.name) ? QString()
                                                         : tr("It ships with Enlarger, and stays as it is.");
}

void ModelLibrary::rename(const QString& name, const QString& newName)
{
    const auto work = [from = name.toStdString(), to = newName.toStdString(), store = m_store] {
        openDevices();
        return renameModel(from, to, store);
    };
    using Changes = std::vector<std::pair<std::string, std::string>>;
    runInBackground(readingPool(), this, TaskPriority::Normal, work,
                    [this, name, newName](const Result<Changes>& changes) {
                        if (!changes)
                            return end(changes.error());
                        for (const auto& [from, to] : *changes)
                            Q_EMIT renamed(toText(from), toText(to));
                        m_catalog.reload();
                        Q_EMIT told(tr("%1 is called %2 now.").arg(name, newName));
                    });
}

QStringList ModelLibrary::lonelyWithout(const QString& name) const
{
    QStringList titles;
    for (const std::string& lonely : app::lonelyWithout({name.toStdString()}, m_catalog.models()))
        if (const models::StoredModel* model = m_catalog.find(toText(lonely)))
            titles << titleOf(*model);
    return titles;
}

void ModelLibrary::remove(const QString& name)
{
    const auto work = [names = std::vector{name.toStdString()}, store = m_store] {
        return removeModels(names, store, true);
    };
    runInBackground(readingPool(), this, TaskPriority::Normal, work,
                    [this, name](const Result<RemovedModels>& removed) {
                        if (!removed)
                            return end(removed.error());
                        m_catalog.reload();
                        Q_EMIT told(tr("%1 is removed.").arg(name));
                    });
}

void ModelLibrary::exportTo(const QString& name, const std::filesystem::path& file,
                            const models::ExportOptions& options)
{
    const models::StoredModel* model = m_catalog.find(name);
    if (!model)
        return;
    const auto work = [model = *model, file, options, store = m_store] {
        openDevices();
        return store.exportTo(model, file, options);
    };
    runInBackground(readingPool(), this, TaskPriority::Normal, work,
                    [this](const Result<models::Exported>& exported) {
                        if (!exported)
                            return end(exported.error());
                        QStringList files;
                        for (const std::filesystem::path& written : exported->files)
                            files << toText(written);
                        QString sentences = tr("Written: %1.").arg(files.join(QStringLiteral(", ")));
                        for (const std::string& note : exported->notes)
                            sentences += QLatin1Char(' ') + toText(note) + QLatin1Char('.');
                        Q_EMIT told(sentences);
                    });
}

std::vector<const models::StoredModel*> ModelLibrary::relativesOf(const models::StoredModel& model) const
{
    std::vector<const models::StoredModel*> relatives;
    for (const models::StoredModel& other : m_catalog.models())
        if (other.card.name != model.card.name && models::areRelatives(other.card, model.card))
            relatives.push_back(&other);
    return relatives;
}

void ModelLibrary::mix(const QString& first, const QString& second, double strength, const QString& newName)
{
    const models::StoredModel* a = m_catalog.find(first);
    const models::StoredModel* b = m_catalog.find(second);
    if (!a || !b)
        return;
    const auto work = [a = *a, b = *b, strength, name = newName.toStdString(), store = m_store] {
        openDevices();
        return models::interpolate(store, a, b, strength, name);
    };
    runInBackground(readingPool(), this, TaskPriority::Normal, work,
                    [this](const Result<models::StoredModel>& made) {
                        if (!made)
                            return end(made.error());
                        m_catalog.reload();
                        Q_EMIT told(tr("%1 was made.").arg(toText(made->card.name)));
                    });
}

void ModelLibrary::measure(const infer::ModelSelection& network)
{
    const QString name = toText(network.modelName);
    if (m_measuring.contains(name))
        return;
    m_measuring.insert(name);
    const auto work = [network, &queue = m_queue, stop = m_stop.get_token()] {
        return measureSpeed(network, queue, stop);
    };
    runInBackground(m_computing, this, TaskPriority::Normal, work, [this, name](const Status& status) {
        m_measuring.remove(name);
        if (!status)
            end(status.error());
        Q_EMIT measured(name);
    });
}

} // namespace enlarger::app
