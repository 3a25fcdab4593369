// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/shell/enlarge_requests.h"

#include "app/queue/export_settings.h"
#include "ui/shell/photo_intake.h"
#include "ui/shell/workbench.h"

#include <QAction>
#include <QWidget>

#include <utility>

namespace enlarger::ui {

EnlargeRequests::EnlargeRequests(Workbench& bench, QAction& panelShown, QWidget* window)
    : QObject(window)
    , m_bench(bench)
    , m_panelShown(panelShown)
    , m_window(window)
{
    connect(&bench.session, &app::EnlargeSession::changed, this, &EnlargeRequests::addWaiting);
}

void EnlargeRequests::add(std::vector<std::filesystem::path> files, double factor)
{
    if (files.empty())
        files = choosePhotos(m_bench, m_window, tr("Photos to enlarge"));
    if (files.empty())
        return;
    m_panelShown.setChecked(true);
    m_waiting.push_back({std::move(files), factor});
    addWaiting();
}

void EnlargeRequests::addWaiting()
{
    if (!m_bench.session.network())
        return;
    for (const Request& request : std::exchange(m_waiting, {}))
        if (const auto settings = app::exportSettings(m_bench.settings, m_bench.session, request.factor))
            m_bench.jobs.addFiles(request.files, *settings);
}

} // namespace enlarger::ui
