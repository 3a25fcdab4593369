// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/shell/window_watch.h"

#include "app/files/path_text.h"
#include "app/queue/export_settings.h"
#include "ui/queue/queue_panel.h"
#include "ui/shell/workbench.h"

#include <QFileDialog>

#include <iterator>
#include <utility>

namespace enlarger::ui {

WindowWatch::WindowWatch(Workbench& bench, QueuePanel& panel, QWidget& window)
    : m_bench(bench)
    , m_panel(panel)
    , m_window(window)
{
    connect(&m_folder, &app::WatchedFolder::changed, this, &WindowWatch::onChanged);
    connect(&m_folder, &app::WatchedFolder::photosFound, this,
            [this](const std::vector<app::InputPhoto>& photos) {
                std::ranges::copy(photos, std::back_inserter(m_arrived));
                add();
            });
    connect(&m_bench.session, &app::EnlargeSession::changed, this, &WindowWatch::add);
    connect(&m_panel, &QueuePanel::unwatchRequested, &m_folder, &app::WatchedFolder::stop);
    connect(&m_panel, &QueuePanel::watchRequested, this, &WindowWatch::choose);
    connect(&m_bench.jobs, &app::JobQueue::opened, this, &WindowWatch::restore);
}

bool WindowWatch::isRemembered() const
{
    return m_bench.jobs.keeping() == app::JobQueue::Keeping::Kept;
}

void WindowWatch::restore()
{
    const QString folder = m_bench.settings.watchedFolder();
    if (isRemembered() && !folder.isEmpty())
        m_folder.watch(app::toPath(folder));
}

void WindowWatch::choose()
{
    const QString folder =
        QFileDialog::getExistingDirectory(&m_window, tr("Folder whose new photos are enlarged"));
    if (!folder.isEmpty())
        m_folder.watch(app::toPath(folder));
}

void WindowWatch::onChanged()
{
    const QString folder = app::toText(m_folder.folder());
    m_panel.setWatchedFolder(folder);
    if (isRemembered())
        m_bench.settings.setWatchedFolder(folder);
}

void WindowWatch::add()
{
    if (m_arrived.empty())
        return;
    if (const auto settings = app::exportSettings(m_bench.settings, m_bench.session, nullptr))
        m_bench.jobs.addFound(std::exchange(m_arrived, {}), *settings);
}

} // namespace enlarger::ui
