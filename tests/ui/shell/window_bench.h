// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "tests/app/session/session_folder.h"
#include "ui/shell/main_window.h"
#include "ui/viewer/compare_view.h"

#include <QAbstractButton>
#include <QAction>

#include <memory>

namespace enlarger::tests {

/// A window with a store of tiny models, photos and settings of its own.
class WindowBench
{
public:
    WindowBench(); // keeps the models photo-x4 (crisp), faithful-x4 and other
    ~WindowBench();

    /// A new window, shown and active, with its models and devices found. False: it did not come.
    bool start();
    void stop() { m_window = nullptr; }

    SessionFolder& folder() { return m_folder; }
    ui::MainWindow& window() const { return *m_window; }
    ui::Workbench& bench() const { return m_window->bench(); }
    ui::CompareView& view() const;
    QString message() const; // what the message bar shows; empty: it is hidden

    /// Opens a photo of the folder (see SessionFolder::writePicture()) and waits until it is shown.
    bool open(const std::filesystem::path& photo);
    bool shows(const std::filesystem::path& photo) const;
    /// Waits until everything visible has been computed.
    bool waitUntilIdle() const;
    /// Whether no view shows anything any more.
    bool isFree(Urgency urgency) const;

    /// The visible button with this text or accessible name; null: none.
    QAbstractButton* button(const QString& name) const;
    /// Those of the window and of its workspaces.
    QList<QAction*> actions() const;
    /// Presses a key where the focus is, as the platform would.
    void key(int key, Qt::KeyboardModifiers modifiers = {}) const;

private:
    SessionFolder m_folder;
    std::unique_ptr<ui::MainWindow> m_window;
};

/// As refuseWarnings(), but the offscreen platform may say what it cannot do with windows and menus.
void refuseWindowWarnings();

} // namespace enlarger::tests
