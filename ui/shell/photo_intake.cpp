// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/shell/photo_intake.h"

#include "app/files/path_text.h"
#include "app/session/background.h"
#include "app/session/mime_content.h"
#include "ui/shell/sample_photo.h"
#include "ui/shell/workbench.h"

#include <QApplication>
#include <QClipboard>
#include <QFileDialog>
#include <QMenu>

namespace enlarger::ui {

PhotoIntake::PhotoIntake(Workbench& bench, QWidget* window)
    : m_bench(bench)
    , m_window(window)
{}

void PhotoIntake::openFiles(const std::vector<std::filesystem::path>& files)
{
    std::vector<std::filesystem::path> photos;
    for (const std::filesystem::path& file : files) {
        if (app::ModelCatalog::isModelFile(file)) {
            m_bench.catalog.import(file);
            continue;
        }
        photos.push_back(file);
        if (!app::isTemporary(file) && file != samplePhoto())
            m_bench.settings.addRecentFile(app::toText(file));
    }
    if (!photos.empty())
        m_bench.documents.open(photos);
}

bool PhotoIntake::openContent(const app::MimeContent& content)
{
    if (content.isPicture())
        app::runInBackground(
            app::readingPool(), this, app::TaskPriority::High,
            [content] { return app::writePicture(content); },
            [this](const std::filesystem::path& file) { openFiles({file}); });
    else if (!content.files.empty())
        openFiles(content.files);
    return !content.isEmpty();
}

void PhotoIntake::chooseFiles()
{
    const QStringList files =
        QFileDialog::getOpenFileNames(m_window, tr("Open photos"), m_bench.settings.openFolder());
    if (files.isEmpty())
        return;
    m_bench.settings.setOpenFolder(QFileInfo(files.constFirst()).absolutePath());
    std::vector<std::filesystem::path> paths;
    for (const QString& file : files)
        paths.push_back(app::toPath(file));
    openFiles(paths);
}

void PhotoIntake::paste()
{
    const QMimeData* pasted = QApplication::clipboard()->mimeData();
    if (!pasted || !openContent(app::readMimeContent(*pasted)))
        Q_EMIT problemFound(tr("There is no picture and no path of a file on the clipboard."));
}

void PhotoIntake::fillRecent(QMenu& menu)
{
    menu.clear();
    for (const QString& file : m_bench.settings.recentFiles())
        menu.addAction(file, this, [this, file] { openFiles({app::toPath(file)}); });
    menu.addSeparator();
    menu.addAction(tr("Clear this list"), &m_bench.settings, &app::Settings::clearRecentFiles);
}

} // namespace enlarger::ui
