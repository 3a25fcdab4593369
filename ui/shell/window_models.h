// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/models/models_dialog.h"

#include <QPointer>

namespace enlarger::ui {

class CompareView;
class CropSource;
class EnlargePage;
class MessageBar;
struct Workbench;

/// The models in the window: their cards show the photo on the screen, and one dialog has all about them.
class WindowModels : public QObject
{
    Q_OBJECT

public:
    WindowModels(Workbench& bench, CompareView& view, EnlargePage& page, MessageBar& messages,
                 QWidget* window);
    ~WindowModels() override; // with the dialog

    void show();

private:
    void followRenaming(const QString& name, const QString& newName);

    void tell(const QString& sentences, bool isProblem);

    Workbench& m_bench;
    MessageBar& m_messages;
    QWidget* m_window;
    CropSource* m_crops;
    QPointer<ModelsDialog> m_dialog;
};

} // namespace enlarger::ui
