// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QObject>

#include <filesystem>
#include <vector>

class QAction;
class QWidget;

namespace enlarger::ui {

struct Workbench;

/// What "Enlarge x4" of the desktop asks for: photos that go into the queue without being opened, as soon as
/// there is a network.
class EnlargeRequests : public QObject
{
    Q_OBJECT

public:
    /// `panelShown`: a toggle, of the queue.
    EnlargeRequests(Workbench& bench, QAction& panelShown, QWidget* window);

    /// Photos and folders. Where none is named, asks for them.
    void add(std::vector<std::filesystem::path> files, double factor);

private:
    void addWaiting();

    struct Request
    {
        std::vector<std::filesystem::path> files;
        double factor;
    };
    Workbench& m_bench;
    QAction& m_panelShown;
    QWidget* m_window;
    std::vector<Request> m_waiting;
};

} // namespace enlarger::ui
