// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/session/document_list.h"

#include <QFileSystemWatcher>
#include <QObject>

#include <map>

namespace enlarger::app {

/// What has become of the files of all opened photos since they were read. Looked at on a pool's thread,
/// since a share may take its time: whenever their folders change, a photo is opened or read, and when
/// check() says so.
class FileConditions : public QObject
{
    Q_OBJECT

public:
    enum class Condition { AsRead, Changed, Missing };

    explicit FileConditions(DocumentList& documents, QObject* parent = nullptr);

    Condition of(const Document& document) const; // as it was found last
    void check();

Q_SIGNALS:
    void changed();

private:
    void watchFolders();
    void take(const std::map<const Document*, std::optional<FileStamp>>& stamps);

    DocumentList& m_documents;
    QFileSystemWatcher m_watcher;                      // of folders
    std::map<const Document*, Condition> m_conditions; // those that are not AsRead
    bool m_isChecking = false;
    bool m_isCheckDue = false; // again, when this one has ended
};

} // namespace enlarger::app
