// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/layers/candidates.h"

#include "ui/layers/difference_layer.h"
#include "ui/layers/photo_difference_layer.h"
#include "ui/layers/preview_layer.h"

#include <algorithm>
#include <cmath>
#include <utility>

namespace enlarger::ui {

using Kind = app::RegionService::Kind;

namespace {

constexpr std::ptrdiff_t maxUnused = 6; // layers of this photo that nobody shows now: each may hold a network

QString textOf(const app::EnlargeSession& session, const models::StoredModel& model)
{
    const QString title = app::titleOf(model);
    const bool isMixed = QString::fromStdString(model.card.name) == session.model() && session.isMixed();
    return isMixed ? Candidates::tr("%1, strength %2").arg(title).arg(session.strength(), 0, 'f', 2) : title;
}

} // namespace

Candidates::Candidates(app::DocumentList& documents, app::ModelCatalog& catalog, app::EnlargeSession& session,
                       app::RegionService& service, QObject* parent)
    : QObject(parent)
    , m_documents(documents)
    , m_catalog(catalog)
    , m_session(session)
    , m_service(service)
{
    connect(&m_session, &app::EnlargeSession::layersChanged, this, &Candidates::rebuild);
    connect(&m_catalog, &app::ModelCatalog::loaded, this, &Candidates::takeNewNames);
    connect(&m_documents, &app::DocumentList::comparedChanged, this, &Candidates::rebuild);
    connect(&m_documents, &app::DocumentList::stateChanged, this, [this](const app::Document* document) {
        if (document == m_documents.compared())
            rebuild();
    });
    connect(&m_service, &app::RegionService::layerFailed, this, [this](quint64 layer) {
        for (auto& [key, cached] : m_regions)
            cached.hasFailed |= cached.layer->id == layer;
    });
    rebuild();
}

Candidates::~Candidates() = default;

Layer* Candidates::find(const QString& key) const
{
    const auto found =
        std::find_if(m_list.begin(), m_list.end(), [&](const auto& one) { return one.key == key; });
    return found == m_list.end() ? nullptr : found->layer;
}

QList<Layer*> Candidates::differences() const
{
    return m_differences;
}

void Candidates::setAddedModels(const QStringList& names)
{
    if (m_added == names)
        return;
    m_added = names;
    rebuild();
}

void Candidates::followRenaming(const QString& model, const QString& newName)
{
    m_renamed.emplace_back(model, newName);
}

void Candidates::takeNewNames()
{
    QStringList added = m_added;
    const auto isSettled = [&](const std::pair<QString, QString>& renamed) {
        const auto& [name, newName] = renamed;
        if (m_catalog.find(name)) // the listing is older
            return false;
        if (const qsizetype place = added.indexOf(name); place >= 0 && m_catalog.find(newName)) {
            added[place] = newName;
            Q_EMIT keyChanged(keyOf(name), keyOf(newName));
        }
        return true;
    };
    std::erase_if(m_renamed, isSettled);
    added.removeDuplicates();
    setAddedModels(added);
}

void Candidates::setGroundTruth(app::ReferencePairPointer pair)
{
    m_groundTruth = std::move(pair);
    rebuild();
}

void Candidates::setLearning(std::optional<Learning> learning)
{
    if (!m_learning && !learning)
        return;
    m_learning = std::move(learning);
    const auto now = std::exchange(m_now, m_learning ? m_now : nullptr);
    rebuild();
    if (!m_learning) { // another training's network is another
        forget(now);
        forget(std::exchange(m_nowBefore, nullptr));
    }
}

void Candidates::addLearning()
{
    const app::Document& document = *m_documents.current();
    const double factor = m_session.factor();
    const RegionLayer bicubic = kernelLayer(document, image::Kernel::Bicubic, factor);
    if (m_learning->models.empty())
        return add(QStringLiteral("now"), {.title = m_learning->title,
                                           .placement = placement(),
                                           .picture = document.picture(),
                                           .pyramid = document.pyramid(),
                                           .resampled = bicubic,
                                           .isAwaited = true});
    const auto network = m_session.networkOf(m_learning->models);
    if (!network)
        return;
    const RegionLayer layer =
        layerOf(Kind::Network, document, {infer::networkStage(*network, factor)}, m_session.colourLock());
    if (layer != m_now) {
        forget(std::exchange(m_nowBefore, std::exchange(m_now, layer)));
        if (m_nowBefore && m_nowBefore->picture != layer->picture)
            m_nowBefore = nullptr; // of another photo
    }
    for (auto& [key, cached] : m_regions)
        cached.isUsed |= cached.layer == m_nowBefore;
    addPhoto(QStringLiteral("now"), m_learning->title, bicubic, layer, m_nowBefore ? m_nowBefore->id : 0);
}

void Candidates::forget(const RegionLayer& layer)
{
    std::erase_if(m_regions, [&](const auto& entry) {
        if (entry.second.layer != layer)
            return false;
        m_service.forget(entry.second.kind, layer->id);
        return true;
    });
}

void Candidates::addGroundTruth()
{
    const Placement lr = placement();
    PhotoLayer::Content content;
    content.title = tr("Reference photo");
    const int scale = m_groundTruth->scale;
    content.placement = Placement(
        {lr.source().x * scale, lr.source().y * scale, lr.source().width * scale, lr.source().height * scale},
        lr.output());
    content.picture = m_groundTruth->hr;
    content.pyramid = m_groundTruth->pyramid;
    add(QStringLiteral("truth"), std::move(content));
}

const app::Document* Candidates::shownBeside() const
{
    const app::Document* other = m_documents.compared();
    return other && other->state() == app::Document::State::Ready ? other : nullptr;
}

Placement Candidates::placementOf(const app::Document& other) const
{
    const Placement mine = placement();
    return {samePart(mine.source(), m_documents.current()->size(), other.size()), mine.output()};
}

// Beside another photo, a name says of which one a candidate is.
QString Candidates::nameOf(const app::Document& document, const QString& title) const
{
    constexpr int longest = 28; // characters
    QString name = document.name();
    if (name.size() > longest)
        name = name.left(longest / 2) + QStringLiteral("…") + name.right(longest / 2);
    return title.isEmpty() ? name : tr("%1 · %2").arg(name, title);
}

void Candidates::addCompared(const app::Document& document)
{
    PhotoLayer::Content content;
    content.placement = placementOf(document);
    content.picture = document.picture();
    content.pyramid = document.pyramid();
    content.title = nameOf(document, tr("Original"));
    const double factor = content.placement.factorX();
    const models::StoredModel* model = m_catalog.find(m_session.model());
    const bool isEnlarged = factor > 1.0; // else it has the pixels already
    const RegionLayer network =
        model && isEnlarged ? networkLayer(document, m_session.model(), factor) : nullptr;
    if (network) {
        PhotoLayer::Content enlarged = content;
        enlarged.title = nameOf(document, textOf(m_session, *model));
        enlarged.resampled = kernelLayer(document, image::Kernel::Bicubic, factor);
        enlarged.network = network;
        add(QStringLiteral("photo"), std::move(enlarged));
    }
    add(network ? QStringLiteral("photo:original") : QStringLiteral("photo"), std::move(content));
    if (document.size() == m_documents.current()->size()) {
        m_differences.clear();
        m_layers.push_back(std::make_unique<PhotoDifferenceLayer>(PhotoDifferenceLayer::Content{
            nameOf(document, {}), placement(), m_documents.current()->pyramid(), document.pyramid()}));
        m_differences.push_back(m_layers.back().get());
    }
}

void Candidates::setCropIgnored(bool ignored)
{
    if (m_isCropIgnored == ignored)
        return;
    m_isCropIgnored = ignored;
    const app::Document* document = m_documents.current();
    if (document && document->crop()) // else nothing looks different
        rebuild();
}

Placement Candidates::placement() const
{
    const app::Document* document = m_documents.current();
    if (!document)
        return {};
    const QSize size = document->size();
    const image::PixelRect whole{0, 0, size.width(), size.height()};
    if (!document->crop() || !m_isCropIgnored)
        return {document->crop().value_or(whole), m_session.outputSize()};
    const double factor = m_session.factor();
    return {whole, QSize(int(std::lround(size.width() * factor)), int(std::lround(size.height() * factor)))};
}

void Candidates::retryNetworks()
{
    std::erase_if(m_regions, [this](const auto& entry) {
        const CachedLayer& cached = entry.second;
        if (cached.kind != Kind::Network && !cached.hasFailed)
            return false;
        m_service.forget(cached.kind, cached.layer->id);
        return true;
    });
    rebuild();
}

Candidates::RegionLayer Candidates::layerOf(Kind kind, const app::Document& document,
                                            std::vector<infer::StageMaker> stages, bool lock)
{
    QString key = QStringLiteral("%1 %2 %3")
                      .arg(quintptr(document.picture().get()))
                      .arg(quintptr(document.colours().get()))
                      .arg(lock);
    for (const infer::StageMaker& stage : stages)
        key += QLatin1Char('\n') + QString::fromStdString(stage.key);
    CachedLayer& cached = m_regions[key];
    if (!cached.layer) {
        auto layer = std::make_shared<infer::RegionLayer>();
        layer->id = infer::newLayerId();
        layer->picture = document.picture();
        layer->colours = document.colours();
        layer->curve = document.curve();
        layer->stages = std::move(stages);
        layer->lockColours = lock;
        cached.layer = std::move(layer);
        cached.kind = kind;
    }
    cached.isUsed = true;
    return cached.layer;
}

Candidates::RegionLayer Candidates::kernelLayer(const app::Document& document, image::Kernel kernel,
                                                double factor)
{
    return layerOf(Kind::Resampling, document, {infer::resamplingStage(kernel, factor)}, false);
}

Candidates::RegionLayer Candidates::networkLayer(const app::Document& document, const QString& model,
                                                 double factor)
{
    const auto network = m_session.networkOf(model);
    if (!network)
        return nullptr;
    std::vector<infer::StageMaker> stages;
    if (const auto draft = m_session.draft(); draft && model == m_session.model())
        stages.push_back(m_session.stageOf(*draft, factor));
    stages.push_back(m_session.stageOf(*network, factor));
    return layerOf(Kind::Network, document, std::move(stages), m_session.colourLock());
}

void Candidates::add(const QString& key, PhotoLayer::Content content)
{
    if (content.network && content.network->stages.size() > 1)
        if (const auto draft = m_session.draft())
            if (const auto* model = m_catalog.find(QString::fromStdString(draft->modelName)))
                content.draftTitle = app::titleOf(*model);
    m_layers.push_back(std::make_unique<PhotoLayer>(m_service, std::move(content)));
    m_list.push_back({key, m_layers.back().get()});
}

void Candidates::addPhoto(const QString& key, const QString& title, const RegionLayer& resampled,
                          const RegionLayer& network, std::uint64_t earlier)
{
    const app::Document& document = *m_documents.current();
    PhotoLayer::Content content;
    content.title = shownBeside() ? nameOf(document, title) : title;
    content.placement = placement();
    content.picture = document.picture();
    content.pyramid = document.pyramid();
    content.resampled = resampled;
    content.network = network;
    content.earlier = earlier;
    add(key, std::move(content));
}

void Candidates::addOfCurrent()
{
    const app::Document& document = *m_documents.current();
    const double factor = m_session.factor();
    const RegionLayer bicubic = kernelLayer(document, image::Kernel::Bicubic, factor);
    addPhoto(QStringLiteral("original"), tr("Original"), nullptr, nullptr);
    addPhoto(QStringLiteral("nearest"), tr("Nearest"), kernelLayer(document, image::Kernel::Nearest, factor),
             nullptr);
    addPhoto(QStringLiteral("bicubic"), tr("Bicubic"), bicubic, nullptr);
    addPhoto(QStringLiteral("lanczos"), tr("Lanczos"), kernelLayer(document, image::Kernel::Lanczos3, factor),
             nullptr);
    if (const models::StoredModel* model = m_catalog.find(m_session.model()))
        if (const RegionLayer network = networkLayer(document, m_session.model(), factor)) {
            addPhoto(QStringLiteral("model"), textOf(m_session, *model), bicubic, network);
            for (const Difference kind : {Difference::FromSource, Difference::FromBicubic}) {
                m_layers.push_back(std::make_unique<DifferenceLayer>(
                    m_service, DifferenceLayer::Content{kind, placement(), document.picture(), network}));
                m_differences.push_back(m_layers.back().get());
            }
        }
    for (const QString& name : std::as_const(m_added))
        if (const models::StoredModel* model = m_catalog.find(name); model && name != m_session.model())
            if (const RegionLayer network = networkLayer(document, name, factor))
                addPhoto(keyOf(name), textOf(m_session, *model), bicubic, network);
}

void Candidates::rebuild()
{
    // The old layers stay until whoever shows them has got the new ones: no view is ever empty in between.
    const auto old = std::move(m_layers);
    m_layers.clear();
    m_list.clear();
    m_differences.clear();
    for (auto& [key, cached] : m_regions)
        cached.isUsed = false;

    const app::Document* document = m_documents.current();
    const bool isSized = document && !m_session.outputSize().isEmpty();
    m_isPreview =
        isSized && document->state() == app::Document::State::Loading && !document->preview().isNull();
    if (m_isPreview) {
        m_layers.push_back(
            std::make_unique<PreviewLayer>(document->preview(), document->size(), placement()));
        m_list.push_back({QStringLiteral("original"), m_layers.back().get()});
    }
    if (isSized && document->state() == app::Document::State::Ready) {
        addOfCurrent();
        if (m_learning)
            addLearning();
        if (const app::Document* other = shownBeside())
            addCompared(*other);
        if (m_groundTruth && m_groundTruth->lr == document->file() && document->turn().isNone())
            addGroundTruth();
    }
    Q_EMIT changed();
    forgetUnused();
}

// What belongs to another photo goes at once; what this one showed before stays while it is little, so that
// going back to a model or a strength finds its tiles.
void Candidates::forgetUnused()
{
    const app::Document* document = m_documents.current();
    const auto isOfThis = [document](const CachedLayer& cached) {
        return document && cached.layer->picture == document->picture();
    };
    const auto unused = std::count_if(m_regions.begin(), m_regions.end(),
                                      [](const auto& entry) { return !entry.second.isUsed; });
    const bool areMany = unused > maxUnused;
    std::erase_if(m_regions, [&](const auto& entry) {
        const CachedLayer& cached = entry.second;
        if (cached.isUsed || (isOfThis(cached) && !areMany))
            return false;
        m_service.forget(cached.kind, cached.layer->id);
        return true;
    });
}

} // namespace enlarger::ui
