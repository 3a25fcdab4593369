// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/session/document.h"
#include "app/session/export_job.h"

#include <QObject>
#include <QPointer>

#include <deque>
#include <memory>

class QWidget;

namespace enlarger::ui {

class ExportSection;
class FileNotices;
class Filmstrip;
class MessageBar;
class StatusStrip;
struct Workbench;

/// The export of the photos that are selected in a window, one after another: starts it, says what came of
/// it, and asks before it would be lost.
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
        QWidget& window;
    };
    WindowExport(Workbench& bench, const Widgets& widgets);

    /// Of those that are selected. Nothing where there is no photo, no network, or one is under way; nor
    /// where the photo's file is not what is shown, which is said. Asks where the result would be smaller
    /// than the photo.
    void start();
    void startWith(const QList<app::Document*>& wanted); // of others

    /// Whether the window may be closed now; asks where an export is under way. closeRequested() may follow
    /// when it has ended.
    bool confirmClose();

Q_SIGNALS:
    void closeRequested();

private:
    using Documents = std::deque<QPointer<app::Document>>; // closed ones are null
    bool canExport(const app::Document& document) const;
    bool confirmSize(const Documents& documents);
    void startNext();
    void cancel();     // all
    void onFinished(); // the job
    void sayOutcome(const std::filesystem::path& last);

    Workbench& m_bench;
    Widgets m_widgets;
    std::unique_ptr<app::ExportJob> m_job; // the last one
    QPointer<app::Document> m_document;    // of which it is
    Documents m_waiting;
    int m_count = 0;        // of all that were asked for together
    int m_written = 0;      // of them
    QStringList m_problems; // of the others
    bool m_closesAfterJob = false;
};

} // namespace enlarger::ui
