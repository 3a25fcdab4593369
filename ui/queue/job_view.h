// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/queue/job_queue.h"
#include "app/queue/job_thumbnails.h"

#include <QListView>

#include <filesystem>
#include <vector>

class QMenu;

namespace enlarger::ui {

/// The jobs of a queue as a list: rows are dragged to another place in it, files and folders dropped on it
/// are added, and a menu has what can be done with those that are selected.
class JobView : public QListView
{
    Q_OBJECT

public:
    explicit JobView(app::JobQueue& queue, QWidget* parent = nullptr);

    app::JobIds selectedJobs() const;
    /// What can be done with those that are selected; nothing where that is none.
    void fillMenu(QMenu& menu);

Q_SIGNALS:
    void filesDropped(const std::vector<std::filesystem::path>& files);
    void settingsRequested(const enlarger::app::JobIds& jobs); // the present ones, for these
    void folderRequested(const std::filesystem::path& file);   // to be shown in its folder
    void photoRequested(const std::filesystem::path& photo);   // to be looked at

protected:
    bool event(QEvent* event) override;
    void contextMenuEvent(QContextMenuEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    void dragEnterEvent(QDragEnterEvent* event) override;
    void dragMoveEvent(QDragMoveEvent* event) override;
    void dropEvent(QDropEvent* event) override;

private:
    const app::Job* onlyOne() const; // that is selected; null: several, or none
    void openJob(const QModelIndex& index);
    void addFileActions(QMenu& menu, const app::Job& job);
    bool isForeign(const QDropEvent& event) const; // files of another program

    app::JobQueue& m_queue;
    app::JobThumbnails m_thumbnails;
};

} // namespace enlarger::ui
