// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/shell/main_window.h"

#include "app/session/background.h"
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
#include "ui/shell/photo_intake.h"
#include "ui/shell/preferences_dialog.h"
#include "ui/shell/sample_photo.h"
#include "ui/shell/screen_profile.h"
#include "ui/shell/status_strip.h"
#include "ui/shell/system_theme.h"
#include "ui/shell/theme.h"
#include "ui/shell/window_export.h"

#include <QApplication>
#include <QClipboard>
#include <QCloseEvent>
#include <QDragEnterEvent>
#include <QLineEdit>
#include <QMenu>
#include <QMimeData>
#include <QSplitter>
#include <QStackedWidget>
#include <QTabBar>
#include <QTabWidget>
#include <QToolButton>
#include <QVBoxLayout>

namespace enlarger::ui {

namespace {

const QString geometryKey = QStringLiteral("window");
const QString splitterKey = QStringLiteral("splitter");
const QString hiddenKey = QStringLiteral("hidden");
const QString modeKey = QStringLiteral("compare-mode");

} // namespace

MainWindow::MainWindow(QWidget* parent)
    : QMainWindow(parent)
    , m_actions(this)
    , m_intake(std::make_unique<PhotoIntake>(m_bench, this))
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
    buildPages();
    m_status = new StatusStrip;
    m_export = std::make_unique<WindowExport>(
        m_bench, WindowExport::Widgets{m_enlarge->exportSection(), *m_messages, *m_status, *this});
    layOut();
    for (QLineEdit* edit : findChildren<QLineEdit*>()) // a file is opened wherever it is dropped
        edit->setAcceptDrops(false);
}

// The pages on the right, with the actions of the whole window in their corner.
void MainWindow::buildPages()
{
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
            connect(recent, &QMenu::aboutToShow, m_intake.get(),
                    [this, recent] { m_intake->fillRecent(*recent); });
            button->setMenu(recent);
            button->setPopupMode(QToolButton::MenuButtonPopup);
        }
        cornerRow->addWidget(button);
    }
    m_pages->setCornerWidget(corner);
}

// From top to bottom: messages; filmstrip, picture and pages side by side; status.
void MainWindow::layOut()
{
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
}

void MainWindow::wireFiles()
{
    auto* empty = static_cast<EmptyState*>(m_empty);
    connect(empty, &EmptyState::openRequested, m_intake.get(), &PhotoIntake::chooseFiles);
    connect(empty, &EmptyState::sampleRequested, this, [this] { openFiles({samplePhoto()}); });
    connect(m_actions.open, &QAction::triggered, m_intake.get(), &PhotoIntake::chooseFiles);
    connect(m_actions.paste, &QAction::triggered, m_intake.get(), &PhotoIntake::paste);
    const auto showProblem = [this](const QString& sentence) { m_messages->showProblems({sentence}); };
    connect(m_intake.get(), &PhotoIntake::problemFound, m_messages, showProblem);
    connect(m_actions.closePhoto, &QAction::triggered, this, [this] {
        if (m_bench.documents.currentRow() >= 0)
            m_bench.documents.close(m_bench.documents.currentRow());
    });
    connect(m_actions.closeAll, &QAction::triggered, &m_bench.documents, &app::DocumentList::closeAll);
    connect(m_actions.nextPhoto, &QAction::triggered, this, [this] { stepPhoto(1); });
    connect(m_actions.previousPhoto, &QAction::triggered, this, [this] { stepPhoto(-1); });
    connect(&m_bench.documents, &app::DocumentList::problemsFound, m_messages,
            [this](const QStringList& sentences) { m_messages->showProblems(sentences); });
    connect(&m_bench.documents, &app::DocumentList::currentChanged, this, &MainWindow::showCurrent);
    connect(&m_bench.catalog, &app::ModelCatalog::problemFound, m_messages, showProblem);
    connect(&m_bench.catalog, &app::ModelCatalog::imported, this, [this](const QString& name) {
        m_bench.session.setModel(name);
        m_bench.candidates.retryNetworks(); // one of this name may have failed, or was another file
        m_messages->showInfo(tr("The model %1 was added, and is in use.").arg(name));
    });
}

void MainWindow::wireWork()
{
    connect(m_actions.exportPhoto, &QAction::triggered, m_export.get(), &WindowExport::start);
    connect(m_export.get(), &WindowExport::closeRequested, this, &QWidget::close);
    connect(m_actions.copy, &QAction::triggered, this, &MainWindow::copyVisible);
    connect(&m_bench.session, &app::EnlargeSession::changed, this, &MainWindow::updateStatus);
    connect(&m_bench.session, &app::EnlargeSession::changed, this,
            [this] { m_bench.settings.setModel(m_bench.session.model()); });
    connect(&m_bench.regions, &app::RegionService::progressChanged, m_status,
            [this] { m_status->setProgress(m_bench.regions.progress()); });
    const auto tryAgain = [this] {
        m_messages->hide();
        m_bench.candidates.retryNetworks();
    };
    connect(&m_bench.regions, &app::RegionService::layerFailed, m_messages,
            [this, tryAgain](quint64, const Error& error) {
                m_messages->showProblems({QString::fromStdString(error.text())}, {tr("Try again"), tryAgain});
            });
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
    m_intake->openFiles(files);
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

void MainWindow::closeEvent(QCloseEvent* event)
{
    if (!m_export->confirmClose()) {
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
    if (m_intake->openContent(app::readMimeContent(*event->mimeData())))
        event->acceptProposedAction();
}

} // namespace enlarger::ui
