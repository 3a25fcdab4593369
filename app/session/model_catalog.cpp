// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/session/model_catalog.h"

#include "app/files/path_text.h"
#include "app/session/background.h"
#include "app/session/network_loading.h"
#include "core/models/interpolation.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <utility>

namespace enlarger::app {

ModelCatalog::ModelCatalog(QObject* parent)
    : QAbstractListModel(parent)
{
    reload();
}

ModelCatalog::Listing ModelCatalog::list()
{
    Listing listing;
    const std::vector<device::Device> devices = openDevices();
    listing.models = models::ModelStore().list(&listing.problems);
    listing.standard = models::defaultModel(listing.models, *device::chooseDevice(devices, "auto"));
    return listing;
}

void ModelCatalog::reload()
{
    runInBackground(readingPool(), this, TaskPriority::High, &ModelCatalog::list,
                    [this, request = ++m_request](Listing listing) {
                        if (request == m_request)
                            setListing(std::move(listing));
                    });
}

void ModelCatalog::import(const std::filesystem::path& file)
{
    const auto work = [file] {
        openDevices(); // an import touches tensors
        return models::ModelStore().importUnderFreeName(file);
    };
    runInBackground(readingPool(), this, TaskPriority::Normal, work,
                    [this](const Result<models::StoredModel>& model) {
                        if (!model)
                            return report(model.error());
                        m_imports.push_back(*model);
                        reload();
                    });
}

bool ModelCatalog::isModelFile(const std::filesystem::path& file)
{
    std::string extension = file.extension().string();
    std::transform(extension.begin(), extension.end(), extension.begin(),
                   [](unsigned char c) { return char(std::tolower(c)); });
    constexpr std::array known{".pth", ".pt", ".ckpt", ".safetensors", ".param", ".bin"};
    return std::find(known.begin(), known.end(), extension) != known.end();
}

void ModelCatalog::setListing(Listing listing)
{
    beginResetModel();
    m_defaultName = listing.standard.model ? toText(listing.standard.model->card.name) : QString();
    m_defaultReason = toText(listing.standard.reason);
    m_models = std::move(listing.models);
    m_isLoaded = true;
    endResetModel();
    Q_EMIT loaded();
    for (const Error& problem : listing.problems)
        if (const QString sentence = toText(problem.text()); !m_reported.contains(sentence)) {
            m_reported += sentence;
            report(problem);
        }
    for (const models::StoredModel& model : std::exchange(m_imports, {})) {
        QStringList notes;
        for (const std::string& note : model.notes)
            notes += toText(note);
        if (const QString name = toText(model.card.name); find(name)) // else it is gone again
            Q_EMIT imported(name, notes);
    }
}

void ModelCatalog::report(const Error& problem)
{
    Q_EMIT problemFound(toText(problem.text()));
}

const models::StoredModel* ModelCatalog::find(const QString& name) const
{
    const std::string wanted = name.toStdString();
    const auto found = std::find_if(m_models.begin(), m_models.end(),
                                    [&wanted](const auto& model) { return model.card.name == wanted; });
    return found == m_models.end() ? nullptr : &*found;
}

const models::StoredModel* ModelCatalog::partnerOf(const models::StoredModel& model) const
{
    return models::partnerOf(m_models, model);
}

const models::StoredModel* ModelCatalog::draftOf(const models::StoredModel& model) const
{
    if (model.parameters <= models::mostParametersOfFast)
        return nullptr;
    for (const char* name : models::compactNames())
        if (const models::StoredModel* compact = find(QString::fromLatin1(name));
            compact && compact->card.scale == model.card.scale &&
            compact->parameters <= models::mostParametersOfFast)
            return compact;
    return nullptr;
}

QString ModelCatalog::defaultName() const
{
    return m_defaultName;
}

int ModelCatalog::rowCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : int(m_models.size());
}

QVariant ModelCatalog::data(const QModelIndex& index, int role) const
{
    if (!index.isValid() || index.row() >= rowCount())
        return {};
    const cards::Card& card = m_models[std::size_t(index.row())].card;
    switch (role) {
    case Qt::DisplayRole:
        return titleOf(m_models[std::size_t(index.row())]);
    case Qt::ToolTipRole:
    case DescriptionRole:
        return toText(card.description);
    case NameRole:
        return toText(card.name);
    case ScaleRole:
        return card.scale;
    default:
        return {};
    }
}

QString titleOf(const models::StoredModel& model)
{
    return QString::fromStdString(model.card.title.empty() ? model.card.name : model.card.title);
}

} // namespace enlarger::app
