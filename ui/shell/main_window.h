// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/shell/actions.h"
#include "ui/shell/workbench.h"

#include <QMainWindow>

#include <memory>

class QSplitter;
class QStackedWidget;
class QTabBar;
class QTabWidget;

namespace enlarger::app {
class QueueOnDesktop;
}

namespace enlarger::ui {

class ComparePane;
class EnlargePage;
class EnlargeRequests;
class FileNotices;
class Filmstrip;
class FineTuneWorkspace;
class InfoPanel;
class HdrBar;
class MessageBar;
class PhotoIntake;
class QueuePanel;
class ReferenceTestPage;
class RepeatOffer;
class StatusStrip;
class WindowExport;
class WindowFineTune;
class WindowModels;
class WindowWatch;

/// The window: brings the parts together and holds nothing itself.
class MainWindow : public QMainWindow
{
    Q_OBJECT

public:
    explicit MainWindow(QWidget* parent = nullptr);
    ~MainWindow() override;

    /// Photos, folders and model files.
    void openFiles(const std::vector<std::filesystem::path>& files);
    /// Photos and folders, into the queue without being opened; without any, asks for them.
    void enlargeFiles(const std::vector<std::filesystem::path>& files, double factor);
    void bringToFront();

    Workbench& bench() { return m_bench; } // for tests and benchmarks
    ComparePane& comparePane() { return *m_pane; }

protected:
    void dragEnterEvent(QDragEnterEvent* event) override;
    void dropEvent(QDropEvent* event) override;
    void closeEvent(QCloseEvent* event) override;
    void showEvent(QShowEvent* event) override;
    void changeEvent(QEvent* event) override;

private:
    void build();
    void buildPages();
    void layOut();
    void wireFiles();
    void wireWork();
    void wireHistory();
    void wireReferenceTest();
    void wireWindow();
    void restoreWindowState();
    void saveWindowState();
    void showCurrent(); // the photo that is current now
    void updateStatus();
    void stepPhoto(int by);
    void showPage(QWidget* page);
    void applyScreenProfile();

    Workbench m_bench;
    Actions m_actions;
    std::unique_ptr<PhotoIntake> m_intake;
    QStackedWidget* m_stack;
    QWidget* m_empty;
    ComparePane* m_pane;
    Filmstrip* m_strip;
    QTabWidget* m_pages;
    EnlargePage* m_enlarge;
    InfoPanel* m_info;
    ReferenceTestPage* m_referenceTest;
    MessageBar* m_messages;
    HdrBar* m_hdr;
    RepeatOffer* m_repeat;
    StatusStrip* m_status;
    FileNotices* m_notices;
    QSplitter* m_splitter;
    QueuePanel* m_queue;
    EnlargeRequests* m_requests;
    QSplitter* m_pictureAndQueue;
    QTabBar* m_workspaces;
    FineTuneWorkspace* m_fineTune;
    WindowFineTune* m_training;
    WindowModels* m_models;
    std::unique_ptr<WindowExport> m_export;         // ends before what it works with
    std::unique_ptr<WindowWatch> m_watch;           // likewise
    std::unique_ptr<app::QueueOnDesktop> m_desktop; // likewise
};

} // namespace enlarger::ui
