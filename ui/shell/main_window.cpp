// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/shell/main_window.h"

#include "app/desktop/queue_on_desktop.h"
#include "app/files/path_text.h"
#include "app/session/mime_content.h"
#include "ui/enlarge/enlarge_page.h"
#include "ui/enlarge/export_section.h"
#include "ui/enlarge/reference_test_page.h"
#include "ui/finetune/finetune_workspace.h"
#include "ui/queue/queue_panel.h"
#include "ui/shell/compare_pane.h"
#include "ui/shell/empty_state.h"
#include "ui/shell/enlarge_requests.h"
#include "ui/shell/file_notices.h"
#include "ui/shell/filmstrip.h"
#include "ui/shell/hdr_bar.h"
#include "ui/shell/info_panel.h"
#include "ui/shell/message_bar.h"
#include "ui/shell/network_offer.h"
#include "ui/shell/photo_intake.h"
#include "ui/shell/repeat_offer.h"
#include "ui/shell/sample_photo.h"
#include "ui/shell/screen_profile.h"
#include "ui/shell/status_strip.h"
#include "ui/shell/wheel_guard.h"
#include "ui/shell/window_export.h"
#include "ui/shell/window_finetune.h"
#include "ui/shell/window_keys.h"
#include "ui/shell/window_models.h"
#include "ui/shell/window_placement.h"
#include "ui/shell/window_watch.h"

#include <QApplication>
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
const QString queueSplitterKey = QStringLiteral("queue-splitter");
const QString queueKey = QStringLiteral("queue");
const QString hiddenKey = QStringLiteral("hidden");
const QString modeKey = QStringLiteral("compare-mode");
const QString fineTuneKey = QStringLiteral("fine-tune");
} // namespace

MainWindow::MainWindow(QWidget* parent)
    : QMainWindow(parent)
    , m_actions(this)
    , m_intake(std::make_unique<PhotoIntake>(m_bench, this))
{
    setWindowTitle(tr("Enlarger"));
    setWindowIcon(QIcon(QStringLiteral(":/icons/enlarger.svg")));
    setAcceptDrops(true);
    new WheelGuard(this);
    build();
    new WindowKeys(*this, m_pane->view(), m_actions);
    wireFiles();
    wireWork();
    wireHistory();
    wireReferenceTest();
    wireWindow();
    applyScreenProfile();
    restoreWindowState();
    showCurrent();
}

MainWindow::~MainWindow()
{
    // The views go before what they show.
    delete takeCentralWidget();
    delete m_models;
}

void MainWindow::build()
{
    m_messages = new MessageBar;
    auto* recent = new QMenu(this);
    connect(recent, &QMenu::aboutToShow, m_intake.get(), [this, recent] { m_intake->fillRecent(*recent); });
    m_actions.open->setMenu(recent);
    m_hdr = new HdrBar;
    m_repeat = new RepeatOffer(m_bench.settings, m_bench.session, *m_messages, this);
    m_stack = new QStackedWidget;
    m_empty = new EmptyState(samplePreview());
    m_pane = new ComparePane(m_bench, m_actions);
    m_stack->addWidget(m_empty);
    m_stack->addWidget(m_pane);
    m_strip = new Filmstrip(m_bench.documents);
    buildPages();
    m_status = new StatusStrip;
    m_notices = new FileNotices(m_bench.documents, *m_messages, this);
    m_queue = new QueuePanel(m_bench.jobs);
    m_watch = std::make_unique<WindowWatch>(m_bench, *m_queue, *this);
    m_export = std::make_unique<WindowExport>(
        m_bench, WindowExport::Widgets{m_enlarge->exportSection(), *m_messages, *m_notices, *m_strip,
                                       *m_status, *m_queue, *m_actions.queue, *m_actions.enlarging, *this});
    m_requests = new EnlargeRequests(m_bench, *m_actions.queue, this);
    m_desktop = std::make_unique<app::QueueOnDesktop>(m_bench.jobs, QDBusConnection::sessionBus(),
                                                      QDBusConnection::systemBus(),
                                                      [] { return QApplication::activeWindow() != nullptr; });
    layOut();
    for (QLineEdit* edit : findChildren<QLineEdit*>())
        edit->setAcceptDrops(false); // a file is opened wherever it is dropped
}

// The pages on the right, with the actions of the whole window in their corner.
void MainWindow::buildPages()
{
    m_enlarge = new EnlargePage(m_bench.session, m_bench.catalog, m_bench.regions, m_bench.settings);
    m_info = new InfoPanel;
    m_referenceTest = new ReferenceTestPage(m_bench.queue);
    m_pages = new QTabWidget;
    m_pages->setUsesScrollButtons(false);
    m_pages->tabBar()->setDrawBase(false);
    m_pages->addTab(m_enlarge, tr("Enlarge"));
    m_pages->addTab(m_info, tr("Info"));
    m_pages->addTab(m_referenceTest, tr("Test"));
    m_pages->setTabToolTip(m_pages->indexOf(m_info), m_actions.information->toolTip());
    m_pages->setTabToolTip(m_pages->indexOf(m_referenceTest), m_actions.referenceTest->toolTip());

    auto* corner = new QWidget;
    auto* cornerRow = new QHBoxLayout(corner);
    cornerRow->setContentsMargins(0, 0, 6, 0);
    cornerRow->setSpacing(0);
    const auto addButton = [&](QAction* action) {
        auto* button = new QToolButton;
        button->setDefaultAction(action);
        button->setAccessibleName(action->text());
        cornerRow->addWidget(button);
        return button;
    };
    addButton(m_actions.preferences);
    QToolButton* help = addButton(m_actions.help);
    auto* more = new QMenu(this); // of the button: an action's own menu would lie within itself
    more->addActions({m_actions.models, m_actions.help, m_actions.about});
    help->setMenu(more);
    help->setPopupMode(QToolButton::MenuButtonPopup);
    m_pages->setCornerWidget(corner);
}

// From top to bottom: the workspaces' tabs; filmstrip, picture above the queue, and pages side by side;
// status. Messages lie over the picture.
void MainWindow::layOut()
{
    m_splitter = new QSplitter;
    m_splitter->setHandleWidth(1);
    m_splitter->setChildrenCollapsible(false);
    m_splitter->addWidget(m_strip);
    auto* picture = new QWidget;
    auto* layers = new QGridLayout(picture);
    layers->setContentsMargins({});
    layers->addWidget(m_stack, 0, 0);
    m_messages->layOverPicture();
    layers->addWidget(m_messages, 0, 0, Qt::AlignHCenter | Qt::AlignBottom);
    m_pictureAndQueue = new QSplitter(Qt::Vertical);
    m_pictureAndQueue->setHandleWidth(1);
    m_pictureAndQueue->setChildrenCollapsible(false);
    m_pictureAndQueue->addWidget(picture);
    m_pictureAndQueue->addWidget(m_queue);
    m_pictureAndQueue->setStretchFactor(0, 1);
    m_pictureAndQueue->setSizes({600, 220});
    m_splitter->addWidget(m_pictureAndQueue);
    m_splitter->addWidget(m_pages);
    m_splitter->setStretchFactor(1, 1);
    m_splitter->setSizes({132, 1100, 320});
    m_strip->setMinimumWidth(100);
    m_strip->setMaximumWidth(290); // thumbnails have no more pixels
    m_stack->setMinimumWidth(380);
    m_pages->setMinimumWidth(290);

    auto* enlarging = new QWidget;
    auto* rows = new QVBoxLayout(enlarging);
    rows->setContentsMargins({});
    rows->setSpacing(0);
    rows->addWidget(m_hdr);
    rows->addWidget(m_splitter, 1);
    m_actions.keepKeysIn(enlarging);

    m_workspaces = new QTabBar;
    m_workspaces->setDrawBase(false);
    m_workspaces->setExpanding(false);
    m_workspaces->setAccessibleName(tr("Workspaces"));
    m_workspaces->addTab(tr("Enlarge"));
    m_workspaces->addTab(tr("Fine-tune"));
    m_fineTune = new FineTuneWorkspace(m_bench.fineTune, m_bench.runs, m_bench.catalog);
    auto* workspaces = new QStackedWidget;
    workspaces->addWidget(enlarging);
    workspaces->addWidget(m_fineTune);
    m_training = new WindowFineTune(
        m_bench, m_actions, {*m_workspaces, *workspaces, *m_fineTune, *m_status, *m_messages, *m_pane}, this);

    m_models = new WindowModels(m_bench, m_pane->view(), *m_enlarge, *m_messages, this);
    connect(new NetworkOffer(m_bench.settings, m_bench.library, *m_messages, this),
            &NetworkOffer::modelsRequested, m_models, &WindowModels::show);

    auto* centre = new QWidget;
    auto* layout = new QVBoxLayout(centre);
    layout->setContentsMargins({});
    layout->setSpacing(0);
    layout->addWidget(m_workspaces);
    layout->addWidget(workspaces, 1);
    layout->addWidget(m_status);
    setCentralWidget(centre);
}

void MainWindow::restoreWindowState()
{
    placeWindow(*this, {1400, 880}, m_bench.settings.state(geometryKey));
    m_splitter->restoreState(m_bench.settings.state(splitterKey));
    m_pictureAndQueue->restoreState(m_bench.settings.state(queueSplitterKey));
    m_actions.queue->setChecked(m_bench.settings.state(queueKey) == "shown");
    m_fineTune->restoreState(m_bench.settings.state(fineTuneKey));
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
    m_bench.settings.setState(queueSplitterKey, m_pictureAndQueue->saveState());
    m_bench.settings.setState(queueKey, m_actions.queue->isChecked() ? "shown" : "hidden");
    m_bench.settings.setState(fineTuneKey, m_fineTune->saveState());
    m_bench.settings.setState(hiddenKey, QByteArray(m_actions.strip->isChecked() ? "" : "strip ") +
                                             (m_actions.page->isChecked() ? "" : "page"));
    m_bench.settings.setState(modeKey, QByteArray::number(int(m_pane->view().mode())));
}

void MainWindow::applyScreenProfile()
{
    m_bench.documents.setScreenProfile(screenProfile(m_bench.settings.screenProfile()));
}

void MainWindow::openFiles(const std::vector<std::filesystem::path>& files)
{
    m_intake->openFiles(files);
}

void MainWindow::enlargeFiles(const std::vector<std::filesystem::path>& files, double factor)
{
    m_requests->add(files, factor);
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
    if (!document)
        static_cast<EmptyState*>(m_empty)->setRecentFiles(m_bench.settings.recentFiles());
    m_stack->setCurrentWidget(document ? static_cast<QWidget*>(m_pane) : m_empty);
    m_strip->setVisible(m_actions.strip->isChecked() && document);
    m_info->setDocument(document);
    m_hdr->setDocument(document);
    m_repeat->setDocument(document);
    setWindowTitle(document ? tr("%1 - Enlarger").arg(document->name()) : tr("Enlarger"));
    updateStatus();
    if (document && !qobject_cast<QLineEdit*>(QApplication::focusWidget()))
        m_pane->view().setFocus(); // its keys work at once
}

void MainWindow::updateStatus()
{
    const app::EnlargeSession& session = m_bench.session;
    m_status->setSizes(session.sourceSize(), session.outputSize());
    const auto network = session.network();
    m_status->setDevice(
        network ? tr("%1, %2").arg(session.device() == QLatin1String("auto")
                                       ? tr("%1 (automatic)").arg(app::toText(network->device.name))
                                       : app::toText(network->device.name),
                                   QString::fromLatin1(device::precisionName(network->precision)))
                : QString());
    const app::Document* document = m_bench.documents.current();
    m_enlarge->exportSection().setExportEnabled(network && !session.outputSize().isEmpty() && document &&
                                                document->state() != app::Document::State::Failed);
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

void MainWindow::closeEvent(QCloseEvent* event)
{
    if (!m_export->confirmClose() || !m_training->confirmClose()) {
        event->ignore();
        return;
    }
    saveWindowState();
    event->accept();
}

void MainWindow::showEvent(QShowEvent* event)
{
    QMainWindow::showEvent(event);
    if (!event->spontaneous())
        QMetaObject::invokeMethod(
            this, [this] { keepOnScreen(*this); }, Qt::QueuedConnection);
}

void MainWindow::changeEvent(QEvent* event)
{
    QMainWindow::changeEvent(event);
    if (event->type() != QEvent::ActivationChange || !isActiveWindow())
        return;
    m_bench.documents.checkCurrentFile(); // not every file system tells of changes
    m_strip->checkFiles();
}

void MainWindow::dragEnterEvent(QDragEnterEvent* event)
{
    if (event->source() == m_strip || !app::hasMimeContent(*event->mimeData()))
        return;
    event->setDropAction(Qt::CopyAction); // a file manager may propose to move the files
    event->accept();
}

void MainWindow::dropEvent(QDropEvent* event)
{
    const app::MimeContent content = app::readMimeContent(*event->mimeData());
    if (m_training->isShown() && event->mimeData()->hasUrls())
        m_training->take(content.files);
    else if (!m_intake->openContent(content))
        return;
    event->setDropAction(Qt::CopyAction);
    event->accept();
}

} // namespace enlarger::ui
