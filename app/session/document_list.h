// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/session/document.h"

#include <QAbstractListModel>
#include <QUrl>

#include <vector>

namespace enlarger::app {

/// The opened photos in the order in which they came, as a list model for the filmstrip; one of them is current. Keeps
/// the pixels of the current one, and of others most recently current as long as `pixelBudget` bytes hold them.
class DocumentList : public QAbstractListModel
{
    Q_OBJECT

public:
    enum Role { // DecorationRole: the thumbnail (QImage), DisplayRole: the name, ToolTipRole: path and size
        DocumentRole = Qt::UserRole, // Document*
        StateRole,                   // Document::State
    };

    explicit DocumentList(QObject* parent = nullptr);

    void setScreenProfile(image::Bytes icc); // documents are shown anew
    void setPixelBudget(std::int64_t bytes);

    /// Opens files and folders (their photos, not those of subfolders); what is open already is not opened twice. The
    /// first new one becomes current. Files that are no photos or cannot be read are named in problemsFound(), one
    /// signal for all of one call, and do not stay in the list.
    void open(const std::vector<std::filesystem::path>& paths);
    void close(int row);
    void closeAll();

    int count() const { return int(m_documents.size()); }
    Document* at(int row) const { return m_documents[std::size_t(row)].get(); }
    Document* current() const { return m_current < 0 ? nullptr : at(m_current); }
    int currentRow() const { return m_current; }
    void setCurrentRow(int row);

    int rowCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role) const override;

Q_SIGNALS:
    void currentChanged(enlarger::app::Document* document); // null: none is left
    void problemsFound(const QStringList& sentences);

private:
    void keepToBudget();

    std::vector<std::unique_ptr<Document>> m_documents;
    std::vector<Document*> m_recent; // most recently current first
    int m_current = -1;
    image::Bytes m_screen;
    std::int64_t m_budget = std::int64_t(600) << 20;
};

} // namespace enlarger::app
