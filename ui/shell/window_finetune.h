// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/shell/actions.h"
#include "ui/shell/workbench.h"

#include <QObject>

#include <functional>
#include <vector>

class QStackedWidget;
class QTabBar;

namespace enlarger::ui {

class ComparePane;
class FineTuneWorkspace;
class MessageBar;
class StatusStrip;
class TrainingPreview;

/// What the window has to do with the fine-tuning workspace: the way there and back, how a training stands,
/// and the model that comes of it.
class WindowFineTune : public QObject
{
    Q_OBJECT

public:
    struct Widgets
    {
        QTabBar& tabs;
        QStackedWidget& workspaces; // 0: enlarging, 1: fine-tuning
        FineTuneWorkspace& workspace;
        StatusStrip& status;
        MessageBar& messages;
        ComparePane& pane;
    };

    /// Everything must outlive this object.
    WindowFineTune(Workbench& bench, const Actions& actions, const Widgets& widgets, QObject* parent);

    bool isShown() const;
    void show(bool shown = true);
    /// Photos to learn from; files and folders.
    void take(const std::vector<std::filesystem::path>& files);
    /// False: the window must stay open.
    bool confirmClose();

Q_SIGNALS:
    void workingChanged(bool isWorking); // a training computes
    /// A crop that was held out, to be compared with its ground truth.
    void pairOpened(const enlarger::app::ReferencePairPointer& pair);

private:
    void tellStatus();
    void offer(const app::RunInfo& run);
    void followRenaming(const QString& run, const QString& name);
    void use(const QString& model);
    void tuneToPhoto();
    void openCrop(const std::filesystem::path& run, int row);

    Workbench& m_bench;
    Widgets m_widgets;
    TrainingPreview* m_preview;
    std::vector<std::function<void()>> m_afterwards; // when the catalog knows a new name
    QString m_wanted; // a model that is to be used as soon as the catalog knows it
};

} // namespace enlarger::ui
