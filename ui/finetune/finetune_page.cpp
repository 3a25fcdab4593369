// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/finetune/finetune_page.h"

#include "app/files/number_text.h"
#include "app/files/path_text.h"
#include "app/finetune/health.h"
#include "app/finetune/recipe_cards.h"

#include <QComboBox>
#include <QDoubleSpinBox>
#include <QFileDialog>
#include <QHBoxLayout>
#include <QLabel>
#include <QLineEdit>
#include <QProgressBar>
#include <QPushButton>
#include <QScrollArea>
#include <QSignalBlocker>
#include <QVBoxLayout>

namespace enlarger::ui {

namespace {

using State = app::TrainingJob::State;

QLabel* quietLabel()
{
    auto* label = new QLabel;
    label->setWordWrap(true);
    label->setProperty("isQuiet", true);
    return label;
}

QString lengthText(double seconds)
{
    return app::toText(app::durationText(seconds));
}

QString adviceText(const app::PhotoCheck& check)
{
    QStringList sentences{app::summaryOf(*check.report())};
    for (const std::string* sentence :
         {&check.advice().amount, &check.advice().quality, &check.advice().known})
        if (!sentence->empty())
            sentences += app::toText(*sentence);
    return sentences.join(QLatin1Char(' '));
}

// What the training is at, in a line.
QString stateText(const app::TrainingJob& job)
{
    const app::TrainingJob::Progress& now = job.progress();
    switch (job.state()) {
    case State::Queued:
    case State::Preparing:
        return now.photos > 0 && now.photosSeen < now.photos
                   ? FineTunePage::tr("Looking at photo %1 of %2").arg(now.photosSeen).arg(now.photos)
                   : FineTunePage::tr("Preparing: the network is measured before the first step");
    case State::Training:
        return FineTunePage::tr("Step %1 of about %2, %3 left")
            .arg(now.step)
            .arg(now.steps)
            .arg(lengthText(now.secondsLeft));
    case State::Paused:
        return FineTunePage::tr("Paused at step %1").arg(now.step);
    case State::Stopping:
        return FineTunePage::tr("Stopping after this step");
    case State::Ended:
        return job.sentence();
    case State::Failed:
        return app::toText(job.error()->text());
    }
    return {};
}

} // namespace

FineTunePage::FineTunePage(app::FineTuneSession& session, app::ModelCatalog& catalog, QWidget* parent)
    : QWidget(parent)
    , m_session(session)
    , m_catalog(catalog)
    , m_settings(makeSettings())
{
    setAccessibleName(tr("Fine-tune"));
    auto* scroll = new QScrollArea;
    scroll->setWidget(m_settings);
    scroll->setWidgetResizable(true);
    scroll->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    scroll->setFrameShape(QFrame::NoFrame);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins({});
    layout->setSpacing(0);
    layout->addWidget(scroll, 1);
    layout->addWidget(makeWork());
    connect(&m_session, &app::FineTuneSession::changed, this, &FineTunePage::refresh);
    connect(&m_session, &app::FineTuneSession::jobChanged, this, [this] {
        connect(m_session.job(), &app::TrainingJob::progressChanged, this, &FineTunePage::refreshWork);
        connect(m_session.job(), &app::TrainingJob::stripChanged, this, &FineTunePage::refreshHealth);
        m_health->hide();
        m_made.clear();
        refreshWork();
    });
    connect(&m_session, &app::FineTuneSession::noticeRaised, this, &FineTunePage::tell);
    connect(&m_session, &app::FineTuneSession::problemFound, this, &FineTunePage::tell);
    connect(&m_session, &app::FineTuneSession::finished, this, [this](const QStringList& models) {
        m_made = models.value(0);
        refreshWork();
    });
    connect(&m_catalog, &app::ModelCatalog::loaded, this, &FineTunePage::refreshModels);
    refreshModels();
    refresh();
}

QWidget* FineTunePage::makeSettings()
{
    auto* sheet = new QWidget;
    auto* sections = new QVBoxLayout(sheet);
    sections->setContentsMargins(16, 14, 16, 14);
    sections->setSpacing(8);
    const auto addHeading = [&](const QString& heading) {
        auto* label = new QLabel(heading);
        label->setProperty("isHeading", true);
        if (sections->count() > 0)
            sections->addSpacing(12);
        sections->addWidget(label);
    };

    addHeading(tr("Photos"));
    m_photos = quietLabel();
    m_troubles = quietLabel();
    auto* addPhotos = new QPushButton(tr("Photos…"));
    auto* addFolder = new QPushButton(tr("Folder…"));
    m_clear = new QPushButton(tr("Clear"));
    auto* buttons = new QHBoxLayout;
    buttons->setSpacing(8);
    buttons->addWidget(addPhotos);
    buttons->addWidget(addFolder);
    buttons->addWidget(m_clear);
    sections->addWidget(m_photos);
    sections->addWidget(m_troubles);
    sections->addLayout(buttons);
    addPhotos->setAccessibleName(tr("Add photos"));
    addFolder->setAccessibleName(tr("Add a folder"));
    connect(addPhotos, &QPushButton::clicked, this, [this] { addFiles(false); });
    connect(addFolder, &QPushButton::clicked, this, [this] { addFiles(true); });
    connect(m_clear, &QPushButton::clicked, &m_session, &app::FineTuneSession::clearPhotos);

    addHeading(tr("Start from"));
    m_from = new QComboBox;
    m_from->setAccessibleName(tr("Start from"));
    m_from->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon); // long names are cut
    m_from->setToolTip(tr("The network that learns your photos. From nothing takes days without a GPU."));
    sections->addWidget(m_from);
    connect(m_from, &QComboBox::activated, this,
            [this] { m_session.setFrom(m_from->currentData().toString()); });

    addHeading(tr("What for"));
    m_recipe = new QComboBox;
    m_recipe->setAccessibleName(tr("Recipe"));
    m_recipe->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
    for (const app::RecipeCard& card : app::recipeCards())
        m_recipe->addItem(card.title);
    m_purpose = quietLabel();
    sections->addWidget(m_recipe);
    sections->addWidget(m_purpose);
    connect(m_recipe, &QComboBox::activated, this,
            [this](int index) { app::choose(app::recipeCards()[std::size_t(index)], m_session); });

    addHeading(tr("Effort"));
    m_minutes = new QDoubleSpinBox;
    m_minutes->setRange(1.0, 100'000.0);
    m_minutes->setDecimals(0);
    m_minutes->setSuffix(tr(" minutes"));
    m_minutes->setAccessibleName(tr("Minutes"));
    m_minutes->setToolTip(
        tr("How long the network learns. The learning rate falls towards the end of this time."));
    sections->addWidget(m_minutes);
    connect(m_minutes, &QDoubleSpinBox::valueChanged, &m_session, &app::FineTuneSession::setMinutes);

    addHeading(tr("Name"));
    m_name = new QLineEdit;
    m_name->setAccessibleName(tr("Name of the new model"));
    m_name->setAcceptDrops(false);
    sections->addWidget(m_name);
    connect(m_name, &QLineEdit::textEdited, &m_session, &app::FineTuneSession::setName);
    sections->addStretch(1);
    return sheet;
}

QWidget* FineTunePage::makeWork()
{
    auto* work = new QWidget;
    auto* layout = new QVBoxLayout(work);
    layout->setContentsMargins(16, 10, 16, 14);
    layout->setSpacing(8);
    m_health = quietLabel();
    m_health->hide();
    m_notes = quietLabel();
    m_notes->hide();
    m_state = new QLabel;
    m_state->setWordWrap(true);
    m_progress = new QProgressBar;
    m_progress->setTextVisible(false);
    m_progress->setRange(0, 1000);
    m_progress->setAccessibleName(tr("Progress of the training"));
    m_start = new QPushButton(tr("Start"));
    m_start->setProperty("isMain", true);
    m_pause = new QPushButton(tr("Pause"));
    m_stop = new QPushButton(tr("Stop"));
    m_stop->setToolTip(tr("After this step, with a checkpoint: the run can go on later."));
    m_use = new QPushButton(tr("Use it now"));
    m_use->setToolTip(tr("Shows the open photo enlarged by the new model."));
    auto* buttons = new QHBoxLayout;
    buttons->setSpacing(8);
    for (QPushButton* button : {m_start, m_pause, m_stop, m_use})
        buttons->addWidget(button, button == m_start ? 2 : 1);
    layout->addWidget(m_health);
    layout->addWidget(m_notes);
    layout->addWidget(m_state);
    layout->addWidget(m_progress);
    layout->addLayout(buttons);
    connect(m_start, &QPushButton::clicked, this, [this] {
        m_told.clear();
        m_notes->hide();
        m_session.start();
    });
    connect(m_pause, &QPushButton::clicked, this, [this] {
        if (m_session.job()->state() == State::Paused)
            m_session.job()->resume();
        else
            m_session.job()->pause();
    });
    connect(m_stop, &QPushButton::clicked, this, [this] { m_session.job()->stop(); });
    connect(m_use, &QPushButton::clicked, this, [this] { Q_EMIT useRequested(m_made); });
    return work;
}

// At each validation.
void FineTunePage::refreshHealth()
{
    const std::vector<train::HistoryPoint> history = m_session.job()->historySince({}).points;
    m_health->setText(app::sentenceOf(app::healthOf(history), history));
    m_health->setVisible(!m_health->text().isEmpty());
}

void FineTunePage::tell(const QString& sentence)
{
    constexpr int most = 4;
    m_told += sentence.endsWith(QLatin1Char('.')) ? sentence : sentence + QLatin1Char('.');
    while (m_told.size() > most)
        m_told.removeFirst();
    m_notes->setText(m_told.join(QLatin1Char('\n')));
    m_notes->show();
}

void FineTunePage::addFiles(bool folders)
{
    QStringList chosen;
    if (folders) {
        const QString folder =
            QFileDialog::getExistingDirectory(this, tr("A folder of photos to learn from"));
        if (!folder.isEmpty())
            chosen = {folder};
    } else {
        chosen = QFileDialog::getOpenFileNames(this, tr("Photos to learn from"));
    }
    std::vector<std::filesystem::path> files;
    for (const QString& name : chosen)
        files.push_back(app::toPath(name));
    m_session.addPhotos(files);
}

void FineTunePage::refreshModels()
{
    const QSignalBlocker quiet(m_from);
    m_from->clear();
    for (const models::StoredModel& model : m_catalog.models())
        m_from->addItem(app::titleOf(model), app::toText(model.card.name));
    m_from->addItem(tr("Nothing: a new network"), QString());
    m_from->setCurrentIndex(m_from->findData(m_session.from()));
}

void FineTunePage::refresh()
{
    const app::PhotoCheck& check = m_session.check();
    if (m_session.photos().empty())
        m_photos->setText(
            tr("Drop photos or folders here. Thirty sharp ones of the kind that you want to enlarge "
               "are a good beginning."));
    else if (check.isRunning())
        m_photos->setText(
            check.progress().total > 0
                ? tr("Looking at photo %1 of %2").arg(check.progress().done).arg(check.progress().total)
                : tr("Looking for photos"));
    else if (check.error())
        m_photos->setText(app::toText(check.error()->text()));
    else if (check.report())
        m_photos->setText(adviceText(check));
    else
        m_photos->setText(tr("Packed training data."));
    m_troubles->setText(check.report() ? app::troublesOf(*check.report()).join(QLatin1Char('\n'))
                                       : QString());
    m_troubles->setVisible(!m_troubles->text().isEmpty());
    m_clear->setEnabled(!m_session.photos().empty());

    const QSignalBlocker quietFrom(m_from);
    const QSignalBlocker quietRecipe(m_recipe);
    const QSignalBlocker quietMinutes(m_minutes);
    m_from->setCurrentIndex(m_from->findData(m_session.from()));
    const app::RecipeCard* card = app::cardOf(m_session);
    m_recipe->setCurrentIndex(card ? int(card - app::recipeCards().data()) : -1);
    m_purpose->setText(card ? card->sentence : app::toText(m_session.recipe().description));
    m_minutes->setValue(m_session.minutes());
    if (m_name->text() != m_session.name() && !m_name->hasFocus())
        m_name->setText(m_session.name());
    refreshWork();
}

void FineTunePage::refreshWork()
{
    const app::TrainingJob* job = m_session.job();
    const bool isTraining = m_session.isTraining();
    m_settings->setEnabled(!isTraining);
    const QString obstacle = m_session.obstacle();
    m_start->setVisible(!isTraining);
    m_start->setEnabled(obstacle.isEmpty());
    m_start->setToolTip(obstacle);
    m_pause->setVisible(isTraining);
    m_stop->setVisible(isTraining);
    const State state = job ? job->state() : State::Queued;
    m_pause->setEnabled(state == State::Training || state == State::Paused);
    m_pause->setText(state == State::Paused ? tr("Resume") : tr("Pause"));
    m_stop->setEnabled(job && job->isRunning() && state != State::Stopping);
    m_use->setVisible(!isTraining && !m_made.isEmpty());
    m_progress->setVisible(isTraining);
    m_state->setText(m_session.isPlanning() ? tr("Preparing") : job ? stateText(*job) : obstacle);
    m_state->setVisible(!m_state->text().isEmpty());
    if (job && job->progress().steps > 0)
        m_progress->setValue(int(1000 * job->progress().step / job->progress().steps));
    else
        m_progress->setValue(0);
}

} // namespace enlarger::ui
