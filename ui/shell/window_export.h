// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/session/export_job.h"

#include <QObject>

#include <memory>

class QWidget;

namespace enlarger::ui {

class ExportSection;
class MessageBar;
class StatusStrip;
struct Workbench;

/// The export of a window's current photo, one at a time: starts it, says what came of it, and asks before it
/// would be lost.
class WindowExport : public QObject
{
    Q_OBJECT

public:
    struct Widgets // where it is seen
    {
        ExportSection& section;
        MessageBar& messages;
        StatusStrip& status;
        QWidget& window;
    };
    WindowExport(Workbench& bench, const Widgets& widgets);

    /// Nothing where there is no photo, no network, or one is under way.
    void start();

    /// Whether the window may be closed now; asks where an export is under way. closeRequested() may follow
    /// when it has ended.
    bool confirmClose();

Q_SIGNALS:
    void closeRequested();

private:
    void followState();

    Workbench& m_bench;
    Widgets m_widgets;
    std::unique_ptr<app::ExportJob> m_job; // the last one
    bool m_closesAfterJob = false;
};

} // namespace enlarger::ui
