// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/session/export_job.h"
#include "ui/shell/actions.h"
#include "ui/shell/workbench.h"

#include <QMainWindow>

#include <memory>

class QSplitter;
class QStackedWidget;
class QTabWidget;

namespace enlarger::app {
struct MimeContent;
}

namespace enlarger::ui {

class ComparePane;
class EnlargePage;
class Filmstrip;
class InfoPanel;
class MessageBar;
class ReferenceTestPage;
class StatusStrip;

/// The window: brings the parts together and holds nothing itself.
class MainWindow : public QMainWindow
{
    Q_OBJECT

public:
    explicit MainWindow(QWidget* parent = nullptr);
    ~MainWindow() override;

    /// Photos, folders and model files.
    void openFiles(const std::vector<std::filesystem::path>& files);
    void bringToFront();

    Workbench& bench() { return m_bench; } // for tests and benchmarks
    ComparePane& comparePane() { return *m_pane; }

protected:
    void dragEnterEvent(QDragEnterEvent* event) override;
    void dropEvent(QDropEvent* event) override;
    void closeEvent(QCloseEvent* event) override;

private:
    bool openContent(const app::MimeContent& content);
    void build();
    void wireFiles();
    void wireWork();
    void wireReferenceTest();
    void wireWindow();
    void restoreWindowState();
    void saveWindowState();
    void showCurrent(); // the photo that is current now
    void updateStatus();
    void loadSample();
    void startExport();
    void exportEnded();
    bool confirmClose(); // asks where an export would be lost
    void copyVisible();
    void stepPhoto(int by);
    void showPage(QWidget* page);
    void applyScreenProfile();

    Workbench m_bench;
    Actions m_actions;
    QStackedWidget* m_stack;
    QWidget* m_empty;
    ComparePane* m_pane;
    Filmstrip* m_strip;
    QTabWidget* m_pages;
    EnlargePage* m_enlarge;
    InfoPanel* m_info;
    ReferenceTestPage* m_referenceTest;
    MessageBar* m_messages;
    StatusStrip* m_status;
    QSplitter* m_splitter;
    std::unique_ptr<app::ExportJob> m_job; // the last one
    bool m_closesAfterJob = false;
};

} // namespace enlarger::ui
