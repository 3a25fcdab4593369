// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/queue/watched_folder.h"

#include <QObject>

#include <vector>

class QWidget;

namespace enlarger::ui {

class QueuePanel;
struct Workbench;

/// The folder whose new photos go into the window's queue. It is remembered by the window whose queue is
/// kept: another one beside it would enlarge the same photos again.
class WindowWatch : public QObject
{
    Q_OBJECT

public:
    WindowWatch(Workbench& bench, QueuePanel& panel, QWidget& window);

private:
    void restore();
    void choose();
    void onChanged();
    void add();
    bool isRemembered() const;

    Workbench& m_bench;
    QueuePanel& m_panel;
    QWidget& m_window;
    app::WatchedFolder m_folder;
    std::vector<app::InputPhoto> m_arrived; // that wait for a network
};

} // namespace enlarger::ui
