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

namespace {

// Where photos were opened last, else where the current one lies, else the pictures folder.
QString startFolder(const Workbench& bench)
{
    const QString last = bench.settings.openFolder();
    if (!last.isEmpty() && QFileInfo(last).isDir())
        return last;
    const app::Document* current = bench.documents.current();
    if (current && !app::isTemporary(current->file()))
        return app::toText(current->file().parent_path());
    return QStandardPaths::writableLocation(QStandardPaths::PicturesLocation);
}

QString photoFilter()
{
    QStringList patterns;
    for (const image::FormatRow& format : image::formatTable)
        for (const std::string_view word : format.words)
            if (!word.empty())
                patterns << QStringLiteral("*.%1").arg(
                    QString::fromLatin1(word.data(), qsizetype(word.size())));
    return PhotoIntake::tr("Photos (%1)").arg(patterns.join(QLatin1Char(' ')));
}

} // namespace

std::vector<std::filesystem::path> choosePhotos(Workbench& bench, QWidget* window, const QString& title,
                                                bool models)
{
    QStringList filters{photoFilter(), PhotoIntake::tr("All files (*)")};
    if (models)
        filters.insert(1, PhotoIntake::tr("Models (*.pth *.safetensors *.param)"));
    const QStringList files =
        QFileDialog::getOpenFileNames(window, title, startFolder(bench), filters.join(QStringLiteral(";;")));
    if (!files.isEmpty())
        bench.settings.setOpenFolder(QFileInfo(files.constFirst()).absolutePath());
    std::vector<std::filesystem::path> paths;
    for (const QString& file : files)
        paths.push_back(app::toPath(file));
    return paths;
}

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
    if (const auto files = choosePhotos(m_bench, m_window, tr("Open photos"), true); !files.empty())
        openFiles(files);
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
