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
struct Incoming;
}

namespace enlarger::ui {

class ComparePane;
class EnlargePage;
class Filmstrip;
class InfoPanel;
class MessageBar;
class ProofPage;
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
    void comeToFront();

    Workbench& bench() { return m_bench; } // for tests and benchmarks
    ComparePane& comparePane() { return *m_pane; }

protected:
    void dragEnterEvent(QDragEnterEvent* event) override;
    void dropEvent(QDropEvent* event) override;
    void closeEvent(QCloseEvent* event) override;

private:
    bool take(const app::Incoming& incoming);
    void build();
    void wireFiles();
    void wireWork();
    void wireProof();
    void wireWindow();
    void restore();
    void remember();
    void showCurrent(); // the photo that is current now
    void updateStatus();
    void loadSample();
    void startExport();
    void exportEnded();
    bool mayClose(); // asks where an export would be lost
    void copyVisible();
    void stepPhoto(int by);
    void showPage(QWidget* page);
    void takeScreenProfile();

    Workbench m_bench;
    Actions m_actions;
    QStackedWidget* m_stack;
    QWidget* m_empty;
    ComparePane* m_pane;
    Filmstrip* m_strip;
    QTabWidget* m_pages;
    EnlargePage* m_enlarge;
    InfoPanel* m_info;
    ProofPage* m_proof;
    MessageBar* m_messages;
    StatusStrip* m_status;
    QSplitter* m_splitter;
    std::unique_ptr<app::ExportJob> m_job; // the last one
    bool m_closesAfterJob = false;
};

} // namespace enlarger::ui
