// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/shell/photo_intake.h"

#include "app/files/path_text.h"
#include "app/session/background.h"
#include "app/session/mime_content.h"
#include "core/image/photo/photo_format.h"
#include "ui/shell/sample_photo.h"
#include "ui/shell/workbench.h"

#include <QApplication>
#include <QClipboard>
#include <QFileDialog>
#include <QMenu>
#include <QStandardPaths>

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
    QStringList patterns;
    for (const image::FormatRow& format : image::formatTable)
        for (const std::string_view word : format.words)
            if (!word.empty())
                patterns << QStringLiteral("*.%1").arg(
                    QString::fromLatin1(word.data(), qsizetype(word.size())));
    const QString photos = tr("Photos (%1)").arg(patterns.join(QLatin1Char(' ')));
    const QStringList files = QFileDialog::getOpenFileNames(m_window, tr("Open photos"), startFolder(),
                                                            photos + QStringLiteral(";;") +
                                                                tr("Models (*.pth *.safetensors *.param)") +
                                                                QStringLiteral(";;") + tr("All files (*)"));
    if (files.isEmpty())
        return;
    m_bench.settings.setOpenFolder(QFileInfo(files.constFirst()).absolutePath());
    std::vector<std::filesystem::path> paths;
    for (const QString& file : files)
        paths.push_back(app::toPath(file));
    openFiles(paths);
}

// Where photos were opened last, else where the current one lies, else the pictures folder.
QString PhotoIntake::startFolder() const
{
    const QString last = m_bench.settings.openFolder();
    if (!last.isEmpty() && QFileInfo(last).isDir())
        return last;
    const app::Document* current = m_bench.documents.current();
    if (current && !app::isTemporary(current->file()))
        return app::toText(current->file().parent_path());
    return QStandardPaths::writableLocation(QStandardPaths::PicturesLocation);
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
    QAction* clear =
        menu.addAction(tr("Clear this list"), &m_bench.settings, &app::Settings::clearRecentFiles);
    clear->setEnabled(!m_bench.settings.recentFiles().isEmpty());
}

} // namespace enlarger::ui
