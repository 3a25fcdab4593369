// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/finetune/finetune_page.h"

#include "app/files/end_text.h"
#include "app/files/number_text.h"
#include "app/files/path_text.h"
#include "ui/finetune/card_picker.h"
#include "ui/finetune/effort_section.h"
#include "ui/finetune/health_view.h"
#include "ui/finetune/photos_section.h"
#include "ui/finetune/purpose_section.h"
#include "ui/finetune/section.h"
#include "ui/finetune/settings_drawer.h"
#include "ui/finetune/start_section.h"
#include "ui/finetune/training_menu.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QLineEdit>
#include <QProgressBar>
#include <QPushButton>
#include <QScrollArea>
#include <QStackedWidget>
#include <QToolButton>
#include <QVBoxLayout>

namespace enlarger::ui {

namespace {

using State = app::TrainingJob::State;

QString lengthText(double seconds)
{
    return app::toText(app::durationText(seconds));
}

// ", ends about 16:40".
QString endingText(double secondsLeft)
{
    const QString end = app::endText(secondsLeft);
    return end.isEmpty() ? end : QStringLiteral(", ") + end;
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
                   .arg(lengthText(now.secondsLeft)) +
               endingText(now.secondsLeft);
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
    , m_stack(new QStackedWidget)
    , m_start(new StartSection(session, catalog))
    , m_purpose(new PurposeSection(session))
    , m_drawer(new SettingsDrawer(session))
    , m_menu(new TrainingMenu(session, this))
{
    setAccessibleName(tr("Fine-tune"));
    auto* scroll = new QScrollArea;
    scroll->setWidget(makeSheet());
    scroll->setWidgetResizable(true);
    scroll->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    scroll->setFrameShape(QFrame::NoFrame);
    m_stack->addWidget(scroll);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins({});
    layout->setSpacing(0);
    layout->addWidget(m_stack, 1);
    layout->addWidget(makeWork());
    lend(m_start->picker(), *m_start);
    lend(m_purpose->picker(), *m_purpose);
    lend(*m_drawer, *m_purpose);
    connect(m_start, &StartSection::pickRequested, this, [this] { showInPlace(m_start->picker()); });
    connect(m_purpose, &PurposeSection::pickRequested, this, [this] { showInPlace(m_purpose->picker()); });
    connect(m_purpose, &PurposeSection::settingsRequested, this, [this] { showInPlace(*m_drawer); });

    connect(&m_session, &app::FineTuneSession::changed, this, &FineTunePage::refresh);
    connect(&m_session, &app::FineTuneSession::jobChanged, this, [this] {
        connect(m_session.job(), &app::TrainingJob::progressChanged, this, &FineTunePage::refreshWork);
        connect(m_session.job(), &app::TrainingJob::healthChanged, this,
                [this] { m_health->setRows(m_session.job()->health()); });
        m_health->setRows({});
        forgetNotes(); // of another training
        offer({});
    });
    connect(&m_session, &app::FineTuneSession::noticeRaised, this, &FineTunePage::tell);
    connect(&m_session, &app::FineTuneSession::problemFound, this, &FineTunePage::tell);
    connect(&m_session, &app::FineTuneSession::recipeSaved, this,
            [this](const QString& file) { tell(tr("The recipe is saved as %1").arg(file)); });
    connect(&m_session, &app::FineTuneSession::finished, this,
            [this](const QStringList& models) { offer(models.value(0)); });
    connect(&catalog, &app::ModelCatalog::loaded, this, &FineTunePage::refreshWork); // the new model is there
    refresh();
}

QWidget* FineTunePage::makeSheet()
{
    auto* sheet = new QWidget;
    auto* sections = new QVBoxLayout(sheet);
    sections->setContentsMargins(16, 14, 16, 14);
    sections->setSpacing(20);
    sections->addWidget(new PhotosSection(m_session));
    sections->addWidget(m_start);
    sections->addWidget(m_purpose);
    sections->addWidget(new EffortSection(m_session));
    m_name = new QLineEdit;
    m_name->setAccessibleName(tr("Name of the new model"));
    m_name->setAcceptDrops(false);
    connect(m_name, &QLineEdit::textEdited, &m_session, &app::FineTuneSession::setName);
    auto* name = new QVBoxLayout;
    name->setSpacing(8);
    name->addWidget(headingLabel(tr("Name")));
    name->addWidget(m_name);
    sections->addLayout(name);
    sections->addStretch(1);
    return sheet;
}

// What a section has to show in the place of the page: it closes by itself, and the section has the focus
// again.
template <class Widget>
void FineTunePage::lend(Widget& widget, QWidget& section)
{
    m_stack->addWidget(&widget);
    connect(&widget, &Widget::closed, this, [this, &section] {
        m_stack->setCurrentIndex(0);
        section.setFocus();
    });
}

void FineTunePage::showInPlace(QWidget& widget)
{
    m_stack->setCurrentWidget(&widget);
    widget.setFocus();
}

QWidget* FineTunePage::makeWork()
{
    auto* work = new QWidget;
    auto* layout = new QVBoxLayout(work);
    layout->setContentsMargins(16, 10, 16, 14);
    layout->setSpacing(8);
    m_health = new HealthView;
    m_notes = quietLabel();
    m_notes->hide();
    m_state = new QLabel;
    m_state->setWordWrap(true);
    m_progress = new QProgressBar;
    m_progress->setTextVisible(false);
    m_progress->setRange(0, 1000);
    m_progress->setAccessibleName(tr("Progress of the training"));
    m_begin = new QPushButton(tr("Start"));
    m_begin->setProperty("isMain", true);
    m_pause = new QPushButton(tr("Pause"));
    m_stop = new QPushButton(tr("Stop"));
    m_stop->setToolTip(tr("After this step, with a checkpoint: the run can go on later."));
    m_use = new QPushButton(tr("Use it now"));
    m_use->setToolTip(tr("Shows the open photo enlarged by the new model."));
    auto* buttons = new QHBoxLayout;
    buttons->setSpacing(8);
    for (QPushButton* button : {m_begin, m_pause, m_stop, m_use})
        buttons->addWidget(button, button == m_begin ? 2 : 1);
    m_more = new QToolButton;
    m_more->setText(tr("More"));
    m_more->setAccessibleName(tr("More for this training"));
    m_more->setMenu(m_menu);
    m_more->setPopupMode(QToolButton::InstantPopup);
    buttons->addWidget(m_more);
    layout->addWidget(m_health);
    layout->addWidget(m_notes);
    layout->addWidget(m_state);
    layout->addWidget(m_progress);
    layout->addLayout(buttons);
    connect(m_begin, &QPushButton::clicked, this, [this] {
        forgetNotes();
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

void FineTunePage::tell(const QString& sentence)
{
    constexpr int most = 4;
    m_told += sentence.endsWith(QLatin1Char('.')) ? sentence : sentence + QLatin1Char('.');
    while (m_told.size() > most)
        m_told.removeFirst();
    m_notes->setText(m_told.join(QLatin1Char('\n')));
    m_notes->show();
}

void FineTunePage::forgetNotes()
{
    m_told.clear();
    m_notes->hide();
}

void FineTunePage::offer(const QString& model)
{
    m_made = model;
    refreshWork();
}

void FineTunePage::refresh()
{
    if (m_name->text() != m_session.name() && !m_name->hasFocus())
        m_name->setText(m_session.name());
    refreshWork();
}

void FineTunePage::refreshWork()
{
    const app::TrainingJob* job = m_session.job();
    const bool isTraining = m_session.isTraining();
    m_stack->setEnabled(!isTraining);
    if (isTraining)
        m_stack->setCurrentIndex(0);
    const QString obstacle = m_session.obstacle();
    m_begin->setVisible(!isTraining);
    m_begin->setEnabled(obstacle.isEmpty());
    m_begin->setToolTip(obstacle);
    m_pause->setVisible(isTraining);
    m_stop->setVisible(isTraining);
    const State state = job ? job->state() : State::Queued;
    m_pause->setEnabled(state == State::Training || state == State::Paused);
    m_pause->setText(state == State::Paused ? tr("Resume") : tr("Pause"));
    m_stop->setEnabled(job && job->isRunning() && state != State::Stopping);
    m_use->setVisible(!isTraining && !m_made.isEmpty());
    m_more->setVisible(m_menu->offersAnything());
    m_progress->setVisible(isTraining);
    m_state->setText(m_session.isPlanning() ? tr("Preparing") : job ? stateText(*job) : obstacle);
    m_state->setVisible(!m_state->text().isEmpty());
    if (job && job->progress().steps > 0)
        m_progress->setValue(int(1000 * job->progress().step / job->progress().steps));
    else
        m_progress->setValue(0);
}

} // namespace enlarger::ui
