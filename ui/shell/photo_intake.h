// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QObject>

#include <filesystem>
#include <vector>

class QMenu;
class QWidget;

namespace enlarger::app {
struct MimeContent;
}

namespace enlarger::ui {

struct Workbench;

/// Asks for photos, in a dialog over `window`, and remembers their folder. Empty: none were chosen. `models`:
/// models may be chosen too.
std::vector<std::filesystem::path> choosePhotos(Workbench& bench, QWidget* window, const QString& title,
                                                bool models = false);

/// The ways in which photos and models come into a window: chosen in a dialog, pasted, dropped, or one of the
/// recent ones.
class PhotoIntake : public QObject
{
    Q_OBJECT

public:
    /// `window`: over which the dialog opens.
    PhotoIntake(Workbench& bench, QWidget* window);

    /// Photos, folders and model files. Photos that are no temporary files are among the recent ones then.
    void openFiles(const std::vector<std::filesystem::path>& files);
    /// What was pasted or dropped; false: there is nothing in it.
    bool openContent(const app::MimeContent& content);

    void chooseFiles();
    void paste();
    void fillRecent(QMenu& menu);

Q_SIGNALS:
    void problemFound(const QString& sentence);

private:
    Workbench& m_bench;
    QWidget* m_window;
};

} // namespace enlarger::ui
