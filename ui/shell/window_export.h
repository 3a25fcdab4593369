// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/queue/job_queue.h"
#include "app/session/document.h"

#include <QObject>
#include <QPointer>

#include <filesystem>
#include <stop_token>
#include <vector>

class QAction;
class QWidget;

namespace enlarger::ui {

class ExportSection;
class FileNotices;
class Filmstrip;
class MessageBar;
class QueuePanel;
class StatusStrip;
struct Workbench;

/// What the window has to do with the queue of exports: the ways in, what is said of it, and what happens to
/// it when the window closes and the program starts.
class WindowExport : public QObject
{
    Q_OBJECT

public:
    struct Widgets // where it is seen
    {
        ExportSection& section;
        MessageBar& messages;
        FileNotices& notices;
        Filmstrip& strip;
        StatusStrip& status;
        QueuePanel& panel;
        QAction& panelShown; // a toggle
        QAction& enlarging;  // leads to the workspace that it is in
        QWidget& window;
    };
    WindowExport(Workbench& bench, const Widgets& widgets);
    ~WindowExport() override { m_stop.request_stop(); }

    /// Adds the photos that are selected. Nothing where there is no photo and no network; nor where a photo's
    /// file is not what is shown, which is said. Asks where the result would be smaller than the photo.
    void start();
    /// Each page of the current photo's file.
    void startAllPages();
    void startWith(const QList<app::Document*>& wanted); // others
    /// Files and folders, which need not be open, with the present settings.
    void addFiles(const std::vector<std::filesystem::path>& files);

    /// Whether the window may be closed now; asks where an export is under way. closeRequested() may follow
    /// when all have ended.
    bool confirmClose();

Q_SIGNALS:
    void closeRequested();
    void photoRequested(const std::filesystem::path& photo); // to be looked at

private:
    bool canExport(const app::Document& document) const;
    bool confirmSize(const std::vector<app::Job>& jobs);
    app::Document* documentOf(const std::filesystem::path& file) const; // null: it is not open
    void offerLeftOver();
    void tellPlan();
    void onFinished(std::int64_t id);
    void onIdle();
    void sayOutcome() const;
    void sayAdded(int added, int known, const QStringList& problems);
    void useSettings(const app::JobIds& jobs); // the present ones
    void chooseFiles();
    void followSettings();
    void showExampleName();
    void tellStatus();
    bool isKept() const; // what is not finished is there the next time

    Workbench& m_bench;
    Widgets m_widgets;
    std::stop_source m_stop; // of reading pages
    // Since nothing was under way:
    int m_written = 0;
    QStringList m_problems;           // of the others
    std::filesystem::path m_last;     // that was written
    QPointer<app::Document> m_source; // of that one; null: it is not open
    bool m_closesAfterwards = false;
    QStringList m_toldProblems; // of the plan: what they are about
    QString m_offer;            // to go on with what was left; empty: it was answered
};

} // namespace enlarger::ui
