// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/session/document.h"

#include <QAbstractListModel>
#include <QFileSystemWatcher>
#include <QPointer>
#include <QUrl>

#include <map>
#include <memory>
#include <vector>

namespace enlarger::app {

/// The opened photos in the order in which they came, as a list model for the filmstrip; one of them is
/// current. Keeps the pixels of the current one, and of others most recently current as long as the pixel
/// budget holds them. Lives on the GUI thread.
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
    /// Bytes that the pixels and pyramids of all documents may take together; the current one stays whatever
    /// it takes. At first a tenth of the main memory that is free, at least 256 MiB.
    void setPixelBudget(std::int64_t bytes);

    /// Opens files and folders (their photos, not those of subfolders). Files are in the list at once, those
    /// of a folder when it has been read; what is open already is not opened twice. The first new one becomes
    /// current, or, where there is none, the first. Files that are no photos or cannot be read are named in
    /// problemsFound(), one signal for all of one call, and do not stay in the list; photos whose pixels turn
    /// out to be damaged are named and stay, Failed. What is open already and has changed on disk is read
    /// again.
    void open(const std::vector<std::filesystem::path>& paths);
    /// The current one's file is watched. One that has failed is read again as soon as its file is another;
    /// of one that is shown, currentFileChanged() tells, once for each state of the file. Called where
    /// watching may have missed something: a file system without events, a window that comes back to the
    /// front.
    void checkCurrentFile();
    void readAgain(Document* document);
    /// Another page, or other colours of a RAW.
    void setChoice(Document* document, const image::ReadChoice& choice);
    /// Turns the photo and crops what the turn leaves.
    void setTurn(Document* document, const image::Turn& turn, std::optional<image::PixelRect> crop);
    void rotate(Document* document, int quarters); // more, clockwise; the crop goes along
    void close(int row); // of the current one: the next is current then, else the one before
    void closeAll();

    /// Rows count from 0. Documents are the list's; pointers hold until they are closed.
    int count() const { return int(m_documents.size()); }
    Document* at(int row) const { return m_documents[std::size_t(row)].get(); }
    Document* current() const { return m_current < 0 ? nullptr : at(m_current); }
    int rowOf(const Document* document) const;   // -1: it is not in the list
    int currentRow() const { return m_current; } // -1: there is none
    void setCurrentRow(int row);                 // begins to load it; a row that does not exist is ignored

    /// A photo to be looked at beside the current one: its pixels are loaded and stay as well. Null: none.
    /// One that becomes current changes places with the one that was; one that cannot be read, or is closed,
    /// is it no more.
    Document* compared() const { return m_compared; }
    void setCompared(Document* document);

    // Photos can be dragged: their files, as copies.
    Qt::ItemFlags flags(const QModelIndex& index) const override;
    QMimeData* mimeData(const QModelIndexList& indexes) const override;
    Qt::DropActions supportedDragActions() const override { return Qt::CopyAction; }
    int rowCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role) const override;

Q_SIGNALS:
    void currentChanged(enlarger::app::Document* document); // null: none is left
    /// `about`: the photo in the list that could not be read; null: several, or none that stays.
    void problemsFound(const QStringList& sentences, enlarger::app::Document* about);
    void stateChanged(enlarger::app::Document* document);
    void comparedChanged(enlarger::app::Document* document); // null: none any more
    /// What is shown is not what the file has now, or the file is gone.
    void currentFileChanged(enlarger::app::Document* document);

private:
    /// One call of open(), until all that it named has been read.
    struct Batch
    {
        int pending = 0; // folders to be read, and documents whose header is not known
        QStringList problems;
        bool hasNew = false;
        QPointer<Document> known; // the first that was open already
    };
    using BatchPointer = std::shared_ptr<Batch>;
    struct FoundFile // a file that may be a photo
    {
        std::filesystem::path file;
        std::filesystem::path canonical;
    };
    struct FoundFiles
    {
        std::vector<FoundFile> files;
        std::vector<Error> problems;
    };
    static FoundFiles find(const std::filesystem::path& fileOrFolder);
    void addFiles(const FoundFiles& found, const BatchPointer& batch); // all of one path
    void addFile(const FoundFile& found, const BatchPointer& batch);
    void finishOne(const BatchPointer& batch); // one thing less is pending
    void onHeaderRead(Document* document);     // of a new one: now it is known whether it stays
    void onStateChanged(Document* document);
    void onFailed(Document* document); // names it; one without a header leaves the list
    void unload(Document* document);   // drops its pixels
    void loadFresh(Document* document);
    void watchCurrent();
    void emitDataChanged(Document* document, const QList<int>& roles);
    void evictPixels(); // of those least recently current, until the budget holds the rest

    std::vector<std::unique_ptr<Document>> m_documents;
    std::map<std::filesystem::path, Document*> m_byPath; // canonical
    std::map<Document*, BatchPointer> m_unchecked;       // their headers are not known yet
    std::vector<Document*> m_recent;                     // most recently current first
    int m_current = -1;
    Document* m_compared = nullptr;
    QFileSystemWatcher m_watcher;             // of the current one's file and folder
    bool m_isChangeReported = false;          // by currentFileChanged(), of the file as it is in
    std::optional<FileStamp> m_reportedStamp; // this state; none: it is gone
    image::Bytes m_screen;
    std::int64_t m_budget; // bytes
};

} // namespace enlarger::app
