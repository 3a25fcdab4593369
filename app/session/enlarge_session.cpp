// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/session/enlarge_session.h"

#include "app/enlarge/upscale_options.h"
#include "app/files/path_text.h"
#include "app/session/background.h"
#include "app/session/network_loading.h"
#include "core/infer/engine/mixed_model.h"
#include "core/models/interpolation.h"
#include "core/models/select.h"

#include <algorithm>

namespace enlarger::app {

EnlargeSession::EnlargeSession(DocumentList& documents, ModelCatalog& catalog, DeviceQueue& queue,
                               QObject* parent)
    : QObject(parent)
    , m_documents(documents)
    , m_catalog(catalog)
    , m_planner(queue)
{
    connect(&m_planner, &Planner::changed, this, &EnlargeSession::planChanged);
    connect(&m_documents, &DocumentList::currentChanged, this, &EnlargeSession::watch);
    connect(&m_catalog, &ModelCatalog::loaded, this, &EnlargeSession::updateModels);
    watch(m_documents.current());
    if (m_catalog.isLoaded())
        updateModels();
    runInBackground(readingPool(), this, TaskPriority::High, openDevices,
                    [this](std::vector<device::Device> devices) {
                        m_devices = std::move(devices);
                        notify(Affects::Layers);
                    });
}

EnlargeSession::~EnlargeSession() = default;

void EnlargeSession::updateModels()
{
    const std::string before = m_modelHash;
    if (m_model == m_renamed.first && m_catalog.find(m_renamed.second))
        m_model = m_renamed.second;
    if (m_model != m_renamed.first)
        m_renamed = {};
    if (!m_catalog.find(m_model))
        choose(m_catalog.defaultName());
    else if (before.empty()) // named before the catalog was read
        choose(m_model);
    m_modelHash = modelHash();
    const bool isSame = m_modelHash == before && !before.empty(); // no model at all: now sizes are known
    notify(isSame ? Affects::Plan : Affects::Layers);
}

void EnlargeSession::followRenaming(const QString& name, const QString& newName)
{
    if (name == m_model)
        m_renamed = {name, newName};
}

void EnlargeSession::choose(const QString& model)
{
    m_model = model;
    m_strength = firstStrengthOf(model);
    m_modelHash = modelHash();
}

double EnlargeSession::firstStrength(const models::StoredModel& model) const
{
    return m_catalog.partnerOf(model) ? models::defaultStrength(model.card) : models::ownStrength(model.card);
}

double EnlargeSession::ownStrengthOf(const QString& model) const
{
    const models::StoredModel* found = m_catalog.find(model);
    return found ? models::ownStrength(found->card) : 1.0;
}

double EnlargeSession::firstStrengthOf(const QString& model) const
{
    const models::StoredModel* found = m_catalog.find(model);
    return found ? firstStrength(*found) : 1.0;
}

void EnlargeSession::resetStrength()
{
    if (m_catalog.find(m_model))
        setStrength(firstStrengthOf(m_model));
}

void EnlargeSession::watch(Document* document)
{
    if (m_watched)
        m_watched->disconnect(this);
    m_watched = document;
    if (document) {
        const auto notifyLayers = [this] { notify(Affects::Layers); };
        connect(document, &Document::infoChanged, this, notifyLayers);
        connect(document, &Document::cropChanged, this, notifyLayers);
        connect(document, &Document::previewChanged, this, &EnlargeSession::layersChanged);
        connect(document, &Document::stateChanged, this, [this](Document::State state) {
            if (state == Document::State::Ready || state == Document::State::Failed)
                Q_EMIT layersChanged();
        });
    }
    notify(Affects::Layers);
}

void EnlargeSession::notify(Affects affected)
{
    const Document* document = m_documents.current();
    if (document && document->hasInfo() && network())
        m_planner.request(optionsFor(*document), document->info());
    else
        m_planner.clear();
    if (affected == Affects::Layers)
        Q_EMIT layersChanged();
    Q_EMIT changed();
}

void EnlargeSession::setModel(const QString& name)
{
    if (name == m_model || (m_catalog.isLoaded() && !m_catalog.find(name)))
        return;
    choose(name);
    notify(Affects::Layers);
}

void EnlargeSession::setRequestedSize(const infer::OutputSize& size)
{
    setSize(size, {});
}

void EnlargeSession::setPrintSize(const PrintSize& size)
{
    setSize(pixelsOf(size), size);
}

void EnlargeSession::setSize(const infer::OutputSize& size, const std::optional<PrintSize>& print)
{
    const bool isLarger = size != m_size;
    if (!isLarger && print == m_print)
        return;
    m_size = size;
    m_print = print;
    notify(isLarger ? Affects::Layers : Affects::Plan);
}

int EnlargeSession::pages() const
{
    const Document* document = m_documents.current();
    return document ? document->info().pages : 0;
}

bool EnlargeSession::isRaw() const
{
    const Document* document = m_documents.current();
    return document && document->info().format == image::PhotoFormat::Raw;
}

image::ReadChoice EnlargeSession::reading() const
{
    const Document* document = m_documents.current();
    return document ? document->choice() : image::ReadChoice();
}

void EnlargeSession::setReading(const image::ReadChoice& choice)
{
    if (choice.page < 1 || choice.page > pages() || choice == reading())
        return;
    Q_EMIT readingWillChange();
    m_documents.setChoice(m_documents.current(), choice);
}

EnlargeChoices EnlargeSession::choices() const
{
    return {m_model, m_size, m_print, m_strength, m_colourLock, m_device, m_precision, m_ensemble};
}

void EnlargeSession::setChoices(const EnlargeChoices& choices)
{
    if (choices == this->choices())
        return;
    EnlargeChoices shown = choices;
    shown.ensemble = m_ensemble;
    const bool isShown = !(shown == this->choices());
    if (choices.model != m_model && m_catalog.find(choices.model))
        choose(choices.model);
    if (choices.model == m_model)
        m_strength = choices.strength;
    m_size = choices.size;
    m_print = choices.print;
    m_colourLock = choices.colourLock;
    m_device = choices.device;
    m_precision = choices.precision;
    m_ensemble = choices.ensemble;
    notify(isShown ? Affects::Layers : Affects::Plan);
}

EnlargeChoices EnlargeSession::standardChoices() const
{
    EnlargeChoices standard;
    standard.model = m_catalog.defaultName();
    if (const models::StoredModel* model = m_catalog.find(standard.model))
        standard.strength = firstStrength(*model);
    return standard;
}

template <class Value>
void EnlargeSession::set(Value& member, const Value& value, Affects affected)
{
    if (value == member)
        return;
    member = value;
    notify(affected);
}

void EnlargeSession::setStrength(double strength)
{
    set(m_strength, std::clamp(strength, 0.0, 1.0), Affects::Layers);
}

const models::StoredModel* EnlargeSession::partner() const
{
    const models::StoredModel* model = m_catalog.find(m_model);
    return model ? m_catalog.partnerOf(*model) : nullptr;
}

bool EnlargeSession::isMixed() const
{
    return partner() && m_strength != models::ownStrength(m_catalog.find(m_model)->card);
}

QString EnlargeSession::strengthUnavailableReason() const
{
    const models::StoredModel* model = m_catalog.find(m_model);
    if (!model)
        return QStringLiteral("There is no model yet");
    if (partner())
        return {};
    return model->card.role == "faithful"
               ? QStringLiteral(
                     "This model has no crisp partner: strength needs two networks trained from one another")
               : QStringLiteral(
                     "This model has no faithful partner: strength needs two networks trained from one "
                     "another");
}

void EnlargeSession::setColourLock(bool lock)
{
    set(m_colourLock, lock, Affects::Layers);
}

void EnlargeSession::setDevice(const QString& name)
{
    set(m_device, name, Affects::Layers);
}

void EnlargeSession::setPrecision(device::Precision precision)
{
    set(m_precision, precision, Affects::Layers);
}

void EnlargeSession::setEnsemble(bool ensemble)
{
    set(m_ensemble, ensemble, Affects::Plan);
}

void EnlargeSession::setOutputSettings(const OutputSettings& outputSettings)
{
    set(m_outputSettings, outputSettings, Affects::Plan);
}

QSize EnlargeSession::sourceSize() const
{
    const Document* document = m_documents.current();
    return document ? sourceSizeOf(*document) : QSize(0, 0);
}

QSize EnlargeSession::outputSize() const
{
    const Document* document = m_documents.current();
    return document ? outputSizeOf(*document) : QSize(0, 0);
}

QSize EnlargeSession::sourceSizeOf(const Document& document) const
{
    return document.crop() ? QSize(document.crop()->width, document.crop()->height) : document.size();
}

QSize EnlargeSession::outputSizeOf(const Document& document) const
{
    return outputSizeOf(sourceSizeOf(document));
}

QSize EnlargeSession::outputSizeOf(const QSize& source) const
{
    constexpr int withoutModel = 4; // kernels are there all the same
    const int own = scale() == 0 && m_catalog.isLoaded() ? withoutModel : scale();
    if (source.isEmpty() || own == 0)
        return {0, 0};
    const auto size = infer::outputSizeOf(m_size, {source.width(), source.height()}, own);
    return size ? QSize(size->width, size->height) : QSize(0, 0);
}

double EnlargeSession::factor() const
{
    const QSize source = sourceSize();
    return source.isEmpty() ? 0.0 : double(outputSize().width()) / source.width();
}

int EnlargeSession::scale() const
{
    const models::StoredModel* model = m_catalog.find(m_model);
    return model ? model->card.scale : 0;
}

const device::Device* EnlargeSession::chosenDevice() const
{
    if (m_devices.empty())
        return nullptr;
    const device::Device* chosen = device::chooseDevice(m_devices, m_device.toStdString());
    return chosen ? chosen : &m_devices.front(); // a card that is gone
}

std::optional<infer::ModelSelection> EnlargeSession::networkOf(const QString& name) const
{
    const models::StoredModel* model = m_catalog.find(name);
    const device::Device* device = chosenDevice();
    if (!model || !device)
        return {};
    const auto strength = name == m_model && isMixed() ? std::optional(m_strength) : std::nullopt;
    auto selection = models::select(m_catalog.models(), *model, strength, *device, m_precision);
    return selection ? std::optional(*std::move(selection)) : std::nullopt;
}

std::optional<infer::ModelSelection>
EnlargeSession::networkOf(const std::vector<models::StoredModel>& models) const
{
    const device::Device* device = chosenDevice();
    if (models.empty() || !device)
        return {};
    const double strength = partner() ? m_strength : models::defaultStrength(models.front().card);
    auto selection =
        models::select(models, models.front(), models.size() > 1 ? std::optional(strength) : std::nullopt,
                       *device, m_precision);
    return selection ? std::optional(*std::move(selection)) : std::nullopt;
}

infer::StageMaker EnlargeSession::stageOf(const infer::ModelSelection& network, double factor) const
{
    if (!network.isMixed())
        return infer::networkStage(network, factor);
    if (!m_mixed || !m_mixed->holds(network)) // kept, so that another strength reads no file
        m_mixed = std::make_shared<infer::MixedModel>(network);
    return infer::networkStage(network, factor, m_mixed);
}

std::optional<infer::ModelSelection> EnlargeSession::draft() const
{
    const models::StoredModel* model = m_catalog.find(m_model);
    const models::StoredModel* draft = model ? m_catalog.draftOf(*model) : nullptr;
    return draft ? networkOf(toText(draft->card.name)) : std::nullopt;
}

std::string EnlargeSession::modelHash() const
{
    const models::StoredModel* model = m_catalog.find(m_model);
    if (!model)
        return {};
    const models::StoredModel* other = partner();
    return other ? model->sha256 + other->sha256 : model->sha256;
}

EnlargeSettings EnlargeSession::settingsFor(const Document* document, const OutputSettings& output) const
{
    EnlargeSettings settings;
    if (document) {
        settings.reading = document->choice();
        settings.turn = document->turn();
        settings.crop = document->crop();
    }
    settings.size = m_size;
    settings.dpi = m_print ? m_print->dpi : 0.0;
    settings.colourLock = m_colourLock;
    settings.ensemble = m_ensemble;
    settings.output = output;
    return settings;
}

infer::UpscaleOptions EnlargeSession::optionsFor(const Document& document, const OutputSettings& output) const
{
    return makeUpscaleOptions(settingsFor(&document, output), network().value_or(infer::ModelSelection()),
                              document.file(), document.info().format);
}

} // namespace enlarger::app
