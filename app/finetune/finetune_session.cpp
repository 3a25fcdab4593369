// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/finetune/finetune_session.h"

#include "app/files/path_text.h"
#include "app/session/background.h"
#include "app/training/run_file.h"
#include "core/train/recipe/sample_options.h"

#include <algorithm>

namespace enlarger::app {

namespace {

constexpr const char* firstRecipe = "finetune-photos";

} // namespace

FineTuneSession::FineTuneSession(ModelCatalog& catalog, DeviceQueue& queue, models::ModelStore store,
                                 QObject* parent)
    : QObject(parent)
    , m_catalog(catalog)
    , m_queue(queue)
    , m_store(std::move(store))
    , m_calibration(m_store, queue)
{
    if (auto recipe = train::findRecipe(firstRecipe))
        m_edit.setNamed(*std::move(recipe));
    connect(&m_check, &PhotoCheck::changed, this, [this] {
        if (m_check.report())
            m_preview.setPhotos(found());
        Q_EMIT changed();
    });
    connect(&m_calibration, &Calibration::changed, this, [this] {
        if (!m_calibration.isRunning() && std::exchange(m_startsAfterwards, false))
            start();
        Q_EMIT changed();
    });
    connect(&catalog, &ModelCatalog::loaded, this, [this] {
        const bool isFirst = !std::exchange(m_wasLoaded, true);
        if (!m_catalog.find(m_from) && (isFirst || !m_from.isEmpty()))
            m_from = m_catalog.defaultName();
        m_name = m_isNameChosen ? m_name : freeName();
        setStart();
    });
    if (catalog.isLoaded()) {
        m_wasLoaded = true;
        m_from = catalog.defaultName();
    }
    m_name = freeName();
    setStart();
}

FineTuneSession::~FineTuneSession() = default;

void FineTuneSession::addPhotos(const std::vector<std::filesystem::path>& photos)
{
    std::vector<std::filesystem::path> all = m_photos;
    for (const std::filesystem::path& photo : photos)
        if (std::ranges::find(all, photo) == all.end())
            all.push_back(photo);
    setPhotos(std::move(all));
}

void FineTuneSession::setPhotos(std::vector<std::filesystem::path> photos)
{
    if (photos == m_photos)
        return;
    m_photos = std::move(photos);
    m_lrFolder.clear(); // it was of the others
    m_calibration.forget();
    lookAtPhotos();
    Q_EMIT changed();
}

void FineTuneSession::clearPhotos()
{
    setPhotos({});
}

bool FineTuneSession::isPacked() const
{
    return std::ranges::any_of(
        m_photos, [](const std::filesystem::path& file) { return file.extension() == ".safetensors"; });
}

void FineTuneSession::lookAtPhotos()
{
    if (!m_photos.empty() && !isPacked())
        return m_check.start(m_photos, m_lrFolder, train::sampleOptions(recipe()));
    m_check.forget(); // packed data were looked at when they were packed
    m_preview.setPhotos(found());
}

// Where a training has begun before it was known what the photos are good for.
void FineTuneSession::lookAgain()
{
    if (!m_check.isRunning() && !m_check.report() && !m_check.error())
        lookAtPhotos();
}

void FineTuneSession::setFrom(const QString& model)
{
    if (model == m_from)
        return;
    m_from = model;
    if (!m_isNameChosen)
        m_name = freeName();
    setStart();
}

void FineTuneSession::setName(const QString& name)
{
    m_isNameChosen = !name.isEmpty();
    const QString wanted = m_isNameChosen ? name : freeName();
    if (wanted == m_name)
        return;
    m_name = wanted;
    Q_EMIT changed();
}

void FineTuneSession::takeUp(const TrainingRequest& settings)
{
    const QString from = toText(settings.from);
    const bool isThere = from.isEmpty() || m_catalog.find(from);
    m_photos = settings.data;
    m_lrFolder = settings.lrFolder;
    if (isThere)
        m_from = from;
    if (settings.minutes)
        m_minutes = std::clamp(*settings.minutes, 0.01, 1e6);
    m_effort = settings.minutes ? Effort::Minutes : Effort::Steps;
    const auto& all = train::builtInRecipes();
    const auto named = std::ranges::find(all, settings.recipe.name, &train::Recipe::name);
    m_edit.setNamed(named == all.end() ? settings.recipe : *named);
    m_isNameChosen = false;
    m_name = freeName();
    setStart();
    for (const train::RecipeField& field : train::fieldsOf(settings.recipe)) // what was changed then
        if (field.value != m_edit.value(field.key))
            (void)setField(field.key, field.value); // what the model settles stays as that has it
    lookAtPhotos();
    Q_EMIT changed();
    if (!isThere)
        Q_EMIT noticeRaised(
            QStringLiteral("The run began with '%1', which is not installed. Choose what to start from.")
                .arg(from));
}

QString FineTuneSession::freeName() const
{
    const QString base =
        (m_from.isEmpty() ? toText(cards::modelNameFrom(recipe().name)) : m_from) + QStringLiteral("-mine");
    QString name = base;
    std::error_code problem;
    for (int number = 2; m_store.hasFileOf(name.toStdString()) ||
                         std::filesystem::exists(runsFolder(m_store) / name.toStdString(), problem);
         ++number)
        name = QStringLiteral("%1-%2").arg(base).arg(number);
    return name;
}

QString FineTuneSession::obstacle() const
{
    if (isTraining())
        return QStringLiteral("A training is running");
    if (m_photos.empty())
        return QStringLiteral("Add photos to learn from");
    if (m_check.error())
        return toText(m_check.error()->text());
    if (m_check.report() && m_check.report()->used.empty() && m_check.report()->packed.empty())
        return QStringLiteral("None of the photos can be learnt from");
    if (m_from.isEmpty() && recipe().generator.start == train::GeneratorStart::Trained)
        return QStringLiteral(
                   "This recipe begins with a trained network: choose one; the recipe %1 makes them")
            .arg(QLatin1String(recipe().firstStage()));
    if (const Status fits = train::check(recipe()); !fits)
        return toText(fits.error().text());
    if (!cards::isModelName(m_name.toStdString()))
        return QStringLiteral("A name has %1").arg(QLatin1String(cards::modelNameRule));
    return {};
}

void FineTuneSession::start()
{
    if (!obstacle().isEmpty())
        return;
    if (m_calibration.isRunning()) {
        m_calibration.cancel();
        m_startsAfterwards = true;
        return Q_EMIT changed();
    }
    m_check.cancel(); // if it is not done, the training looks through them
    plan(request());
}

void FineTuneSession::resumeRun(const QString& run, std::optional<double> minutes)
{
    if (isTraining())
        return;
    TrainingRequest request;
    request.resume = toPath(run);
    request.minutes = minutes;
    plan(std::move(request));
}

void FineTuneSession::plan(TrainingRequest request)
{
    m_isPlanning = true;
    Q_EMIT changed();
    const auto found = request.resume ? std::nullopt : m_check.report();
    runInBackground(
        readingPool(), this, TaskPriority::High,
        [request = std::move(request), store = m_store] { return planTraining(request, store); },
        [this, found](Result<TrainingPlan> plan) { begin(std::move(plan), found); });
}

void FineTuneSession::begin(Result<TrainingPlan> plan, std::optional<train::DataReport> found)
{
    m_isPlanning = false;
    if (!plan || plan->conflict) {
        lookAgain();
        Q_EMIT changed();
        Q_EMIT problemFound(plan ? toText(plan->conflict->sentence()) +
                                       QStringLiteral(". Choose another name.")
                                 : toText(plan.error().text()));
        return;
    }
    m_job = std::make_unique<TrainingJob>(*std::move(plan), std::move(found), m_store, m_queue);
    connect(m_job.get(), &TrainingJob::noticeRaised, this, &FineTuneSession::noticeRaised);
    connect(m_job.get(), &TrainingJob::stateChanged, this, [this](TrainingJob::State state) {
        if (state == TrainingJob::State::Ended)
            lookAgain();
        if (state == TrainingJob::State::Ended && m_job->outcome() != TrainingOutcome::Stopped) {
            m_isNameChosen = false;
            m_name = freeName();
            QStringList models;
            for (const std::string& model : m_job->plan().modelNames())
                models += toText(model);
            m_catalog.reload();
            Q_EMIT finished(models);
        }
        Q_EMIT changed();
    });
    Q_EMIT jobChanged();
    for (const std::string& note : m_job->plan().notes)
        Q_EMIT noticeRaised(toText(note));
    Q_EMIT changed();
    m_job->start();
}

} // namespace enlarger::app
