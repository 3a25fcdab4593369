// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/session/file_conditions.h"

#include "app/files/path_text.h"
#include "app/session/background.h"

#include <QSet>

#include <utility>
#include <vector>

namespace enlarger::app {

FileConditions::FileConditions(DocumentList& documents, QObject* parent)
    : QObject(parent)
    , m_documents(documents)
{
    connect(&m_watcher, &QFileSystemWatcher::directoryChanged, this, &FileConditions::check);
    connect(&documents, &DocumentList::stateChanged, this, &FileConditions::check);
    for (const auto change : {&QAbstractItemModel::rowsInserted, &QAbstractItemModel::rowsRemoved})
        connect(&documents, change, this, &FileConditions::watchFolders, Qt::QueuedConnection);
    connect(&documents, &QAbstractItemModel::modelReset, this, &FileConditions::watchFolders,
            Qt::QueuedConnection);
    watchFolders();
}

FileConditions::Condition FileConditions::of(const Document& document) const
{
    const auto found = m_conditions.find(&document);
    return found == m_conditions.end() ? Condition::AsRead : found->second;
}

void FileConditions::watchFolders()
{
    constexpr int most = 32; // folders: a watch costs the system something
    QSet<QString> folders;
    for (int row = 0; row < m_documents.count() && folders.size() < most; ++row)
        folders.insert(toText(m_documents.at(row)->file().parent_path()));
    const QStringList before = m_watcher.directories();
    for (const QString& folder : before)
        if (!folders.remove(folder))
            m_watcher.removePath(folder);
    for (const QString& folder : std::as_const(folders))
        m_watcher.addPath(folder);
    check();
}

void FileConditions::check()
{
    m_isCheckDue = m_isChecking;
    if (m_isChecking)
        return;
    std::vector<std::pair<const Document*, std::filesystem::path>> files;
    for (int row = 0; row < m_documents.count(); ++row)
        files.emplace_back(m_documents.at(row), m_documents.at(row)->file());
    m_isChecking = true;
    const auto work = [files = std::move(files)] {
        std::map<const Document*, std::optional<FileStamp>> stamps;
        for (const auto& [document, file] : files)
            stamps[document] = stampOf(file);
        return stamps;
    };
    runInBackground(*QThreadPool::globalInstance(), this, TaskPriority::Low, work,
                    [this](const auto& stamps) { take(stamps); });
}

void FileConditions::take(const std::map<const Document*, std::optional<FileStamp>>& stamps)
{
    m_isChecking = false;
    std::map<const Document*, Condition> found;
    for (int row = 0; row < m_documents.count(); ++row) {
        const Document* document = m_documents.at(row);
        const auto stamp = stamps.find(document);
        if (stamp == stamps.end()) // opened meanwhile
            continue;
        if (!stamp->second)
            found[document] = Condition::Missing;
        else if (document->differsFrom(stamp->second))
            found[document] = Condition::Changed;
    }
    if (std::exchange(m_conditions, found) != found)
        Q_EMIT changed();
    if (m_isCheckDue)
        check();
}

} // namespace enlarger::app
