// SPDX-License-Identifier: GPL-3.0-or-later
// What the parts of the window do to one another. What they are, and where, is in main_window.cpp.
#include "ui/shell/main_window.h"

#include "app/desktop/queue_on_desktop.h"
#include "app/files/path_text.h"
#include "ui/enlarge/enlarge_page.h"
#include "ui/enlarge/export_section.h"
#include "ui/enlarge/reference_test_page.h"
#include "ui/shell/about.h"
#include "ui/shell/compare_pane.h"
#include "ui/shell/context_menus.h"
#include "ui/shell/edit_actions.h"
#include "ui/shell/empty_state.h"
#include "ui/shell/filmstrip.h"
#include "ui/shell/info_panel.h"
#include "ui/shell/message_bar.h"
#include "ui/shell/photo_intake.h"
#include "ui/shell/preferences_dialog.h"
#include "ui/shell/region_copy.h"
#include "ui/shell/repeat_offer.h"
#include "ui/shell/sample_photo.h"
#include "ui/shell/show_in_folder.h"
#include "ui/shell/status_strip.h"
#include "ui/shell/system_theme.h"
#include "ui/shell/theme.h"
#include "ui/shell/window_export.h"
#include "ui/shell/window_finetune.h"
#include "ui/shell/window_models.h"

#include <QApplication>
#include <QTabWidget>

namespace enlarger::ui {

void MainWindow::wireFiles()
{
    const auto* empty = static_cast<EmptyState*>(m_empty);
    connect(empty, &EmptyState::openRequested, m_intake.get(), &PhotoIntake::chooseFiles);
    connect(empty, &EmptyState::sampleRequested, this, [this] { openFiles({samplePhoto()}); });
    connect(empty, &EmptyState::recentRequested, this,
            [this](const QString& file) { openFiles({app::toPath(file)}); });
    connect(m_actions.open, &QAction::triggered, m_intake.get(), &PhotoIntake::chooseFiles);
    connect(m_actions.paste, &QAction::triggered, m_intake.get(), &PhotoIntake::paste);
    const auto showProblem = [this](const QString& sentence) { m_messages->showProblems({sentence}); };
    connect(m_intake.get(), &PhotoIntake::problemFound, m_messages, showProblem);
    connect(m_referenceTest, &ReferenceTestPage::problemFound, m_messages, showProblem);
    connect(m_actions.closePhoto, &QAction::triggered, this, [this] {
        if (m_bench.documents.currentRow() >= 0)
            m_bench.documents.close(m_bench.documents.currentRow());
    });
    connect(m_strip, &Filmstrip::compareRequested, m_pane, &ComparePane::compareWith);
    connect(m_strip, &Filmstrip::folderRequested, this,
            [](const app::Document* document) { showInFolder(document->file()); });
    connect(m_actions.comparePhotos, &QAction::toggled, m_pane, [this](bool on) {
        if (!on)
            m_pane->compareWith(nullptr);
        else if (!m_bench.documents.compared())
            m_pane->compareWithOneOf(m_strip->selectedDocuments());
    });
    connect(m_actions.selectAll, &QAction::triggered, m_strip, &QAbstractItemView::selectAll);
    connect(m_actions.closeAll, &QAction::triggered, &m_bench.documents, &app::DocumentList::closeAll);
    connect(m_actions.nextPhoto, &QAction::triggered, this, [this] { stepPhoto(1); });
    connect(m_actions.previousPhoto, &QAction::triggered, this, [this] { stepPhoto(-1); });
    connect(&m_bench.documents, &app::DocumentList::currentChanged, this, &MainWindow::showCurrent);
    connect(&m_bench.catalog, &app::ModelCatalog::problemFound, m_messages, showProblem);
    const auto useImported = [this](const QString& name, const QStringList& notes) {
        m_bench.session.setModel(name);
        m_bench.candidates.retryNetworks(); // one of this name may have failed, or was another file
        QString text = tr("The model %1 was added, and is in use.").arg(name);
        for (const QString& note : notes)
            text += QLatin1Char(' ') + note + QLatin1Char('.');
        m_messages->showInfo(text);
    };
    connect(&m_bench.catalog, &app::ModelCatalog::imported, this, useImported);
}

void MainWindow::wireWork()
{
    connect(m_actions.exportPhoto, &QAction::triggered, m_export.get(), &WindowExport::start);
    connect(m_enlarge, &EnlargePage::allPagesRequested, m_export.get(), &WindowExport::startAllPages);
    connect(m_strip, &Filmstrip::exportRequested, m_export.get(), &WindowExport::startWith);
    connect(m_export.get(), &WindowExport::closeRequested, this, &QWidget::close);
    connect(m_export.get(), &WindowExport::photoRequested, this,
            [this](const std::filesystem::path& photo) { openFiles({photo}); });
    connect(m_repeat, &RepeatOffer::settingsChanged, &m_enlarge->exportSection(), &ExportSection::reload);
    connect(m_desktop.get(), &app::QueueOnDesktop::clicked, this, &MainWindow::bringToFront);
    connect(m_training, &WindowFineTune::workingChanged, m_desktop.get(), &app::QueueOnDesktop::setTraining);
    connect(&m_bench.fineTune, &app::FineTuneSession::finished, m_desktop.get(),
            [this](const QStringList& models) {
                m_desktop->tell(tr("The training is done"), models.join(QStringLiteral(", ")));
            });
    connect(m_actions.copy, &QAction::triggered,
            new RegionCopy(m_pane->view(), m_bench.regions, *m_messages, m_pane), &RegionCopy::start);
    connect(&m_bench.session, &app::EnlargeSession::changed, this, &MainWindow::updateStatus);
    connect(&m_bench.documents, &app::DocumentList::stateChanged, this, &MainWindow::updateStatus);
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
    connect(&view, &CompareView::cursorMoved, m_status,
            [this](std::optional<QPoint> pixel, const QList<PaneValue>& values) {
                StatusStrip::Values list;
                for (const PaneValue& value : values)
                    list.append({value.title, value.value.value_or(QColor())});
                m_status->setCursor(pixel, list);
            });
}

void MainWindow::wireHistory()
{
    const auto* edits = new EditActions(m_actions, m_bench.history, this);
    connect(edits, &EditActions::moved, this, [this](app::EditHistory::Group group, const QString& text) {
        if (group != app::EditHistory::Group::Crop) { // that is seen in the picture
            showPage(m_enlarge);
            m_enlarge->showChange(group);
        }
        m_status->setNotice(text);
    });
}

void MainWindow::wireReferenceTest()
{
    connect(m_actions.referenceTest, &QAction::triggered, this, [this] { showPage(m_referenceTest); });
    const auto openPair = [this](const app::ReferencePairPointer& pair) {
        m_bench.candidates.setGroundTruth(pair);
        openFiles({pair->lr});
        m_pane->view().setMode(
            CompareView::Mode::Grid); // the small photo, its enlargements, and the photo itself
    };
    connect(m_referenceTest, &ReferenceTestPage::made, this, openPair);
    connect(m_training, &WindowFineTune::pairOpened, this, openPair);
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
    connect(m_actions.models, &QAction::triggered, m_models, &WindowModels::show);
    connect(m_actions.preferences, &QAction::triggered, this,
            [this] { PreferencesDialog(m_bench.settings, this).exec(); });
    connect(m_actions.help, &QAction::triggered, this,
            [this] { new ShortcutOverlay(m_actions.shortcuts(), this); });
    connect(m_actions.about, &QAction::triggered, this, [this] { showAbout(m_bench.catalog, this); });
    connect(m_actions.showFile, &QAction::triggered, this, [this] {
        if (m_bench.documents.current())
            showInFolder(m_bench.documents.current()->file());
    });
    addContextMenus(m_actions, m_pane->view(), *m_strip, *m_enlarge);
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

} // namespace enlarger::ui
