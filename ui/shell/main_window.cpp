// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/shell/main_window.h"

#include "app/files/path_text.h"
#include "app/session/background.h"
#include "app/session/export_names.h"
#include "app/session/mime_content.h"
#include "ui/enlarge/enlarge_page.h"
#include "ui/enlarge/export_section.h"
#include "ui/enlarge/model_section.h"
#include "ui/enlarge/reference_test_page.h"
#include "ui/shell/compare_pane.h"
#include "ui/shell/empty_state.h"
#include "ui/shell/filmstrip.h"
#include "ui/shell/info_panel.h"
#include "ui/shell/message_bar.h"
#include "ui/shell/preferences_dialog.h"
#include "ui/shell/sample_photo.h"
#include "ui/shell/screen_profile.h"
#include "ui/shell/show_in_folder.h"
#include "ui/shell/status_strip.h"
#include "ui/shell/system_theme.h"
#include "ui/shell/theme.h"

#include <QApplication>
#include <QClipboard>
#include <QCloseEvent>
#include <QDragEnterEvent>
#include <QFileDialog>
#include <QLineEdit>
#include <QMenu>
#include <QMessageBox>
#include <QMimeData>
#include <QPushButton>
#include <QSplitter>
#include <QStackedWidget>
#include <QTabBar>
#include <QTabWidget>
#include <QToolButton>
#include <QVBoxLayout>

namespace enlarger::ui {

namespace {

QString textOf(const Error& error)
{
    return QString::fromStdString(error.text());
}

const QString geometryKey = QStringLiteral("window");
const QString splitterKey = QStringLiteral("splitter");
const QString hiddenKey = QStringLiteral("hidden");
const QString modeKey = QStringLiteral("compare-mode");

} // namespace

MainWindow::MainWindow(QWidget* parent)
    : QMainWindow(parent)
    , m_actions(this)
{
    setWindowTitle(tr("Enlarger"));
    setWindowIcon(QIcon(QStringLiteral(":/icons/enlarger.svg")));
    setAcceptDrops(true);
    build();
    wireFiles();
    wireWork();
    wireReferenceTest();
    wireWindow();
    applyScreenProfile();
    loadSample();
    restoreWindowState();
    showCurrent();
}

MainWindow::~MainWindow()
{
    // The views go before what they show.
    delete takeCentralWidget();
}

void MainWindow::build()
{
    m_messages = new MessageBar;
    m_stack = new QStackedWidget;
    m_empty = new EmptyState(samplePreview());
    m_pane = new ComparePane(m_bench, m_actions);
    m_stack->addWidget(m_empty);
    m_stack->addWidget(m_pane);
    m_strip = new Filmstrip(m_bench.documents);
    m_enlarge = new EnlargePage(m_bench.session, m_bench.catalog, m_bench.regions, m_bench.settings);
    m_info = new InfoPanel;
    m_referenceTest = new ReferenceTestPage(m_bench.queue);
    m_pages = new QTabWidget;
    m_pages->setDocumentMode(true);
    m_pages->setUsesScrollButtons(false);
    m_pages->tabBar()->setDrawBase(false);
    m_pages->addTab(m_enlarge, tr("Enlarge"));
    m_pages->addTab(m_info, tr("Info"));
    m_pages->addTab(m_referenceTest, tr("Reference test"));
    m_status = new StatusStrip;

    auto* corner = new QWidget;
    auto* cornerRow = new QHBoxLayout(corner);
    cornerRow->setContentsMargins(0, 0, 6, 0);
    cornerRow->setSpacing(0);
    for (QAction* action : {m_actions.open, m_actions.preferences, m_actions.help}) {
        auto* button = new QToolButton;
        button->setDefaultAction(action);
        button->setAccessibleName(action->text());
        if (action == m_actions.open) {
            auto* recent = new QMenu(button);
            connect(recent, &QMenu::aboutToShow, this, [this, recent] {
                recent->clear();
                for (const QString& file : m_bench.settings.recentFiles())
                    recent->addAction(file, this, [this, file] { openFiles({app::toPath(file)}); });
                recent->addSeparator();
                recent->addAction(tr("Clear this list"), &m_bench.settings, &app::Settings::clearRecentFiles);
            });
            button->setMenu(recent);
            button->setPopupMode(QToolButton::MenuButtonPopup);
        }
        cornerRow->addWidget(button);
    }
    m_pages->setCornerWidget(corner);

    m_splitter = new QSplitter;
    m_splitter->setHandleWidth(1);
    m_splitter->setChildrenCollapsible(false);
    m_splitter->addWidget(m_strip);
    m_splitter->addWidget(m_stack);
    m_splitter->addWidget(m_pages);
    m_splitter->setStretchFactor(1, 1);
    m_splitter->setSizes({132, 1100, 320});
    m_strip->setMinimumWidth(100);
    m_stack->setMinimumWidth(500);
    m_pages->setMinimumWidth(290);

    auto* centre = new QWidget;
    auto* layout = new QVBoxLayout(centre);
    layout->setContentsMargins({});
    layout->setSpacing(0);
    layout->addWidget(m_messages);
    layout->addWidget(m_splitter, 1);
    layout->addWidget(m_status);
    setCentralWidget(centre);
    for (QLineEdit* edit : findChildren<QLineEdit*>()) // a file is opened wherever it is dropped
        edit->setAcceptDrops(false);
}

void MainWindow::wireFiles()
{
    auto* empty = static_cast<EmptyState*>(m_empty);
    const auto openDialog = [this] {
        const QStringList files =
            QFileDialog::getOpenFileNames(this, tr("Open photos"), m_bench.settings.openFolder());
        if (files.isEmpty())
            return;
        m_bench.settings.setOpenFolder(QFileInfo(files.constFirst()).absolutePath());
        std::vector<std::filesystem::path> paths;
        for (const QString& file : files)
            paths.push_back(app::toPath(file));
        openFiles(paths);
    };
    connect(empty, &EmptyState::openRequested, this, openDialog);
    connect(empty, &EmptyState::sampleRequested, this, [this] { openFiles({samplePhoto()}); });
    connect(m_actions.open, &QAction::triggered, this, openDialog);
    connect(m_actions.paste, &QAction::triggered, this, [this] {
        const QMimeData* pasted = QApplication::clipboard()->mimeData();
        if (!pasted || !openContent(app::readMimeContent(*pasted)))
            m_messages->showProblems({tr("There is no picture and no path of a file on the clipboard.")});
    });
    connect(m_actions.closePhoto, &QAction::triggered, this, [this] {
        if (m_bench.documents.currentRow() >= 0)
            m_bench.documents.close(m_bench.documents.currentRow());
    });
    connect(m_actions.nextPhoto, &QAction::triggered, this, [this] { stepPhoto(1); });
    connect(m_actions.previousPhoto, &QAction::triggered, this, [this] { stepPhoto(-1); });
    connect(&m_bench.documents, &app::DocumentList::problemsFound, m_messages, &MessageBar::showProblems);
    connect(&m_bench.documents, &app::DocumentList::currentChanged, this, &MainWindow::showCurrent);
    connect(&m_bench.catalog, &app::ModelCatalog::problemFound, m_messages,
            [this](const QString& sentence) { m_messages->showProblems({sentence}); });
    connect(&m_bench.catalog, &app::ModelCatalog::imported, this, [this](const QString& name) {
        m_bench.session.setModel(name);
        m_messages->showInfo(tr("The model %1 was added, and is in use.").arg(name));
    });
}

void MainWindow::wireWork()
{
    ExportSection& exportSection = m_enlarge->exportSection();
    connect(&exportSection, &ExportSection::exportRequested, this, &MainWindow::startExport);
    const auto applyOutputSettings = [this] {
        m_bench.session.setOutputSettings(app::outputSettingsFrom(m_bench.settings));
    };
    connect(&exportSection, &ExportSection::settingsChanged, this, applyOutputSettings);
    applyOutputSettings();
    connect(m_actions.exportPhoto, &QAction::triggered, this, &MainWindow::startExport);
    connect(m_actions.copy, &QAction::triggered, this, &MainWindow::copyVisible);
    connect(&m_bench.session, &app::EnlargeSession::changed, this, &MainWindow::updateStatus);
    connect(&m_bench.session, &app::EnlargeSession::changed, this,
            [this] { m_bench.settings.setModel(m_bench.session.model()); });
    connect(&m_bench.regions, &app::RegionService::progressChanged, m_status,
            [this] { m_status->setProgress(m_bench.regions.progress()); });
    connect(&m_bench.regions, &app::RegionService::layerFailed, m_messages,
            [this](quint64, const Error& error) { m_messages->showProblems({textOf(error)}); });
    connect(&m_bench.regions, &app::RegionService::noticeRaised, m_status, &StatusStrip::setNotice);
    CompareView& view = m_pane->view();
    connect(&view, &CompareView::zoomChanged, m_status, &StatusStrip::setZoom);
    connect(&view, &CompareView::cursorMoved, m_status,
            [this](std::optional<QPoint> pixel, const QList<PaneValue>& values) {
                StatusStrip::Values list;
                for (const PaneValue& value : values)
                    list.append({value.title, value.value.value_or(QColor())});
                m_status->setCursor(pixel, list);
            });
}

void MainWindow::wireReferenceTest()
{
    connect(m_actions.referenceTest, &QAction::triggered, this, [this] { showPage(m_referenceTest); });
    connect(m_referenceTest, &ReferenceTestPage::problemFound, m_messages,
            [this](const QString& sentence) { m_messages->showProblems({sentence}); });
    connect(m_referenceTest, &ReferenceTestPage::made, this, [this](const app::ReferencePairPointer& pair) {
        m_bench.candidates.setGroundTruth(pair);
        openFiles({pair->lr});
        m_pane->view().setMode(
            CompareView::Mode::Grid); // the small photo, its enlargements, and the photo itself
    });
    const auto offer = [this] {
        std::vector<app::ReferenceTestCandidate> candidates;
        QMap<QString, QString> titles;
        QStringList names = m_bench.candidates.addedModels();
        names.removeAll(m_bench.session.model());
        names.prepend(m_bench.session.model());
        for (const QString& name : names) {
            const auto* model = m_bench.catalog.find(name);
            const auto network = m_bench.session.networkOf(name);
            if (!model || !network || model->card.scale != m_bench.session.scale())
                continue; // the small photo has the scale of the chosen model
            candidates.push_back({name, *network});
            titles[name] = app::titleOf(*model);
        }
        m_referenceTest->setCandidates(std::move(candidates), titles);
        m_referenceTest->setSource(m_bench.documents.current(), m_bench.session.scale());
    };
    connect(&m_bench.candidates, &Candidates::changed, this, offer);
    offer();
}

void MainWindow::wireWindow()
{
    connect(m_actions.strip, &QAction::toggled, m_strip, &QWidget::setVisible);
    connect(m_actions.page, &QAction::toggled, m_pages, &QWidget::setVisible);
    m_actions.strip->setChecked(true);
    m_actions.page->setChecked(true);
    connect(m_actions.information, &QAction::triggered, this, [this] {
        showPage(m_pages->isVisible() && m_pages->currentWidget() == m_info ? static_cast<QWidget*>(m_enlarge)
                                                                            : m_info);
    });
    connect(m_actions.fullScreen, &QAction::toggled, this,
            [this](bool on) { setWindowState(windowState().setFlag(Qt::WindowFullScreen, on)); });
    connect(m_actions.preferences, &QAction::triggered, this,
            [this] { PreferencesDialog(m_bench.settings, this).exec(); });
    connect(m_actions.help, &QAction::triggered, this,
            [this] { new ShortcutOverlay(m_actions.shortcuts(), this); });
    connect(m_actions.quit, &QAction::triggered, this, &QWidget::close);
    const auto applyTheme = [this] { theme::apply(*qApp, m_bench.settings.theme()); };
    connect(&m_bench.settings, &app::Settings::themeChanged, this, applyTheme);
    connect(new SystemTheme(this), &SystemTheme::changed, this, applyTheme);
    connect(&m_bench.settings, &app::Settings::screenProfileChanged, this, &MainWindow::applyScreenProfile);
    const auto applyCacheSize = [this] {
        m_bench.regions.setCacheBytes(std::int64_t(m_bench.settings.cacheMegabytes()) << 20);
    };
    connect(&m_bench.settings, &app::Settings::cacheChanged, this, applyCacheSize);
    applyCacheSize();
}

void MainWindow::restoreWindowState()
{
    resize(1400, 880);
    restoreGeometry(m_bench.settings.state(geometryKey));
    m_splitter->restoreState(m_bench.settings.state(splitterKey));
    const QByteArray hidden = m_bench.settings.state(hiddenKey);
    m_actions.strip->setChecked(!hidden.contains("strip"));
    m_actions.page->setChecked(!hidden.contains("page"));
    bool isNumber = false;
    const int mode = m_bench.settings.state(modeKey).toInt(&isNumber);
    if (const auto which = CompareView::Mode(mode); isNumber && m_actions.modes.contains(which))
        m_pane->view().setMode(which);
    if (const QString model = m_bench.settings.model(); !model.isEmpty())
        m_bench.session.setModel(model);
}

void MainWindow::saveWindowState()
{
    m_bench.settings.setState(geometryKey, saveGeometry());
    m_bench.settings.setState(splitterKey, m_splitter->saveState());
    m_bench.settings.setState(hiddenKey, QByteArray(m_actions.strip->isChecked() ? "" : "strip ") +
                                             (m_actions.page->isChecked() ? "" : "page"));
    m_bench.settings.setState(modeKey, QByteArray::number(int(m_pane->view().mode())));
}

void MainWindow::applyScreenProfile()
{
    m_bench.documents.setScreenProfile(screenProfile(m_bench.settings.screenProfile()));
}

void MainWindow::loadSample()
{
    using Sample = std::shared_ptr<const image::PackedPicture>;
    app::runInBackground(app::readingPool(), this, app::TaskPriority::Low, sampleCrop,
                         [this](const Sample& sample) { m_enlarge->modelSection().setSample(sample); });
}

void MainWindow::openFiles(const std::vector<std::filesystem::path>& files)
{
    std::vector<std::filesystem::path> photos;
    for (const std::filesystem::path& file : files) {
        if (app::ModelCatalog::isModelFile(file)) {
            m_bench.catalog.import(file);
            continue;
        }
        photos.push_back(file);
        if (!app::isTemporary(file) && file != samplePhoto())
            m_bench.settings.addRecentFile(app::toText(file));
    }
    if (!photos.empty())
        m_bench.documents.open(photos);
}

void MainWindow::bringToFront()
{
    setWindowState(windowState() & ~Qt::WindowMinimized);
    show();
    raise();
    activateWindow();
}

void MainWindow::showCurrent()
{
    app::Document* document = m_bench.documents.current();
    m_stack->setCurrentWidget(document ? static_cast<QWidget*>(m_pane) : m_empty);
    m_strip->setVisible(m_actions.strip->isChecked() && document);
    m_info->setDocument(document);
    setWindowTitle(document ? tr("%1 - Enlarger").arg(document->name()) : tr("Enlarger"));
    updateStatus();
}

void MainWindow::updateStatus()
{
    const app::EnlargeSession& session = m_bench.session;
    m_status->setSizes(session.sourceSize(), session.outputSize());
    m_status->setZoom(m_pane->view().zoom());
    const auto network = session.network();
    m_status->setDevice(network
                            ? tr("%1, %2").arg(QString::fromStdString(network->device.name),
                                               QString::fromLatin1(device::precisionName(network->precision)))
                            : QString());
    m_enlarge->exportSection().setExportEnabled(network && !session.outputSize().isEmpty());
}

void MainWindow::stepPhoto(int by)
{
    const int row = m_bench.documents.currentRow() + by;
    if (m_bench.documents.currentRow() >= 0 && row >= 0 && row < m_bench.documents.count())
        m_bench.documents.setCurrentRow(row);
}

void MainWindow::showPage(QWidget* page)
{
    m_actions.page->setChecked(true);
    m_pages->setCurrentWidget(page);
}

void MainWindow::copyVisible()
{
    const QImage image = m_pane->visibleResult();
    if (image.isNull())
        return;
    QApplication::clipboard()->setImage(image);
    m_messages->showInfo(tr("%1 x %2 pixels are on the clipboard.").arg(image.width()).arg(image.height()));
}

void MainWindow::startExport()
{
    const app::Document* document = m_bench.documents.current();
    if (!document || !m_bench.session.network() || (m_job && !m_job->isFinished()))
        return;
    m_job = std::make_unique<app::ExportJob>(app::exportOptions(m_bench.settings, m_bench.session, *document),
                                             m_bench.queue);
    connect(m_job.get(), &app::ExportJob::stateChanged, this, &MainWindow::exportEnded);
    connect(m_job.get(), &app::ExportJob::noticeRaised, m_status, &StatusStrip::setNotice);
    m_enlarge->exportSection().setJob(m_job.get());
    m_job->start();
}

void MainWindow::exportEnded()
{
    if (!m_job->isFinished())
        return;
    const std::filesystem::path file = m_job->options().output;
    if (m_job->state() == app::ExportJob::State::Done)
        m_messages->showInfo(tr("%1 was written.").arg(app::toText(file.filename())),
                             {tr("Show in folder"), [file] { showInFolder(file); }});
    else if (m_job->error() && m_job->state() == app::ExportJob::State::Failed)
        m_messages->showProblems({textOf(*m_job->error())});
    if (m_closesAfterJob)
        close();
}

bool MainWindow::confirmClose()
{
    if (!m_job || m_job->isFinished())
        return true;
    QMessageBox question(
        QMessageBox::Question, tr("Enlarger"),
        tr("%1 is still being exported.").arg(app::toText(m_job->options().output.filename())),
        QMessageBox::NoButton, this);
    const auto* finish = question.addButton(tr("Finish first, then close"), QMessageBox::AcceptRole);
    const auto* cancel = question.addButton(tr("Cancel it and close"), QMessageBox::DestructiveRole);
    question.addButton(tr("Stay"), QMessageBox::RejectRole);
    question.exec();
    if (question.clickedButton() == cancel) {
        m_job->cancel();
        return true;
    }
    m_closesAfterJob = question.clickedButton() == finish;
    return m_closesAfterJob && m_job->isFinished(); // it may have ended meanwhile
}

void MainWindow::closeEvent(QCloseEvent* event)
{
    if (!confirmClose()) {
        event->ignore();
        return;
    }
    saveWindowState();
    event->accept();
}

void MainWindow::dragEnterEvent(QDragEnterEvent* event)
{
    if (app::hasMimeContent(*event->mimeData()))
        event->acceptProposedAction();
}

void MainWindow::dropEvent(QDropEvent* event)
{
    if (openContent(app::readMimeContent(*event->mimeData())))
        event->acceptProposedAction();
}

// What was pasted or dropped; false: there is nothing in it.
bool MainWindow::openContent(const app::MimeContent& content)
{
    if (content.isPicture())
        app::runInBackground(
            app::readingPool(), this, app::TaskPriority::High,
            [content] { return app::writePicture(content); },
            [this](const std::filesystem::path& file) { openFiles({file}); });
    else if (!content.files.empty())
        openFiles(content.files);
    return !content.isEmpty();
}

} // namespace enlarger::ui
