// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/shell/window_models.h"

#include "ui/enlarge/enlarge_page.h"
#include "ui/enlarge/model_picker.h"
#include "ui/shell/crop_source.h"
#include "ui/shell/message_bar.h"
#include "ui/shell/workbench.h"

#include <QRegularExpression>

namespace enlarger::ui {

WindowModels::WindowModels(Workbench& bench, CompareView& view, EnlargePage& page, MessageBar& messages,
                           QWidget* window)
    : QObject(window)
    , m_bench(bench)
    , m_messages(messages)
    , m_window(window)
    , m_crops(new CropSource(bench, view, this))
{
    page.modelPicker().setPlaceSource([this](const QSize& size) { return m_crops->place(size); });
    connect(&page, &EnlargePage::modelsRequested, this, &WindowModels::show);
    connect(&bench.library, &app::ModelLibrary::renamed, this, &WindowModels::followRenaming);
    connect(&bench.library, &app::ModelLibrary::told, this,
            [this](const QString& sentences) { tell(sentences, false); });
    connect(&bench.library, &app::ModelLibrary::problemFound, this,
            [this](const QString& sentences) { tell(sentences, true); });
}

WindowModels::~WindowModels()
{
    delete m_dialog;
}

void WindowModels::show()
{
    if (!m_dialog) {
        m_dialog =
            new ModelsDialog(m_bench.session, m_bench.catalog, m_bench.library, m_bench.regions, m_window);
        m_dialog->setWaitingExports(
            [this](const QString& model) { return m_bench.jobs.runner().waitingWith(model.toStdString()); });
        m_dialog->setPlaceSource([this](const QSize& size) { return m_crops->place(size); });
    }
    m_dialog->show();
    m_dialog->raise();
    m_dialog->activateWindow();
}

void WindowModels::followRenaming(const QString& name, const QString& newName)
{
    ui::followRenaming(m_bench, name, newName);
    if (m_bench.fineTune.from() == name)
        connect(
            &m_bench.catalog, &app::ModelCatalog::loaded, this,
            [this, newName] { m_bench.fineTune.setFrom(newName); }, Qt::SingleShotConnection);
}

// What is done from the dialog ends after it is closed, too.
void WindowModels::tell(const QString& sentences, bool isProblem)
{
    if (m_dialog && m_dialog->isVisible())
        return;
    if (isProblem)
        m_messages.showProblems({sentences});
    else
        m_messages.showInfo(sentences);
}

} // namespace enlarger::ui
