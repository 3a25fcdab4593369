// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/session/document_list.h"

#include "app/files/input_list.h"
#include "app/files/number_text.h"
#include "app/files/path_text.h"
#include "app/session/background.h"
#include "core/system/main_memory.h"

#include <QMimeData>

#include <algorithm>
#include <utility>

namespace enlarger::app {

namespace fs = std::filesystem;

namespace {

std::int64_t usualBudget()
{
    constexpr std::int64_t least = std::int64_t(256) << 20;
    return std::max(least, mainMemory().free / 10);
}

} // namespace

DocumentList::DocumentList(QObject* parent)
    : QAbstractListModel(parent)
    , m_budget(usualBudget())
{
    connect(&m_watcher, &QFileSystemWatcher::fileChanged, this, &DocumentList::checkCurrentFile);
    connect(&m_watcher, &QFileSystemWatcher::directoryChanged, this, &DocumentList::checkCurrentFile);
    connect(this, &DocumentList::currentChanged, this, &DocumentList::watchCurrent);
}

void DocumentList::setScreenProfile(image::Bytes icc)
{
    if (icc == m_screen)
        return;
    m_screen = std::move(icc);
    for (const auto& document : m_documents)
        unload(document.get());
    for (Document* document : {current(), m_compared})
        if (document)
            document->load(m_screen);
}

void DocumentList::setPixelBudget(std::int64_t bytes)
{
    m_budget = bytes;
    evictPixels();
}

void DocumentList::open(const std::vector<fs::path>& paths)
{
    const auto batch = std::make_shared<Batch>();
    batch->pending = 1; // this call
    for (const fs::path& path : paths) {
        std::error_code error;
        if (!fs::is_directory(path, error)) {
            addFiles(find(path), batch);
            continue;
        }
        ++batch->pending;
        const auto work = [path] { return find(path); };
        runInBackground(readingPool(), this, TaskPriority::High, work,
                        [this, batch](const FoundFiles& found) {
                            addFiles(found, batch);
                            finishOne(batch);
                        });
    }
    finishOne(batch);
}

// The same as the command line does.
DocumentList::FoundFiles DocumentList::find(const fs::path& fileOrFolder)
{
    std::error_code error;
    const fs::path absolute = fs::absolute(fileOrFolder, error).lexically_normal();
    InputList inputs = collectInputs({error ? fileOrFolder : absolute}, false);
    FoundFiles found;
    for (InputPhoto& photo : inputs.photos) {
        fs::path canonical = fs::weakly_canonical(photo.file, error);
        if (error)
            canonical = photo.file;
        found.files.push_back({std::move(photo.file), std::move(canonical)});
    }
    found.problems = std::move(inputs.problems);
    for (Error& problem : found.problems)
        problem.advice.clear(); // it names options of the command line
    return found;
}

void DocumentList::addFiles(const FoundFiles& found, const BatchPointer& batch)
{
    for (const FoundFile& file : found.files)
        addFile(file, batch);
    for (const Error& problem : found.problems)
        batch->problems += toText(problem.text());
}

void DocumentList::addFile(const FoundFile& found, const BatchPointer& batch)
{
    if (const auto known = m_byPath.find(found.canonical); known != m_byPath.end()) {
        if (!batch->known)
            batch->known = known->second;
        if (known->second->hasChangedOnDisk())
            readAgain(known->second);
        return;
    }
    const int row = count();
    beginInsertRows({}, row, row);
    m_documents.push_back(std::make_unique<Document>(found.file));
    Document* document = at(row);
    m_byPath.emplace(found.canonical, document);
    endInsertRows();

    connect(document, &Document::infoChanged, this, [this, document] { onHeaderRead(document); });
    connect(document, &Document::stateChanged, this, [this, document] { onStateChanged(document); });
    connect(document, &Document::thumbnailChanged, this,
            [this, document] { emitDataChanged(document, {Qt::DecorationRole}); });
    connect(document, &Document::cropChanged, this,
            [this, document] { emitDataChanged(document, {DocumentRole}); });
    m_unchecked.emplace(document, batch);
    ++batch->pending;
    if (!std::exchange(batch->hasNew, true))
        setCurrentRow(row);
    else
        document->readHeader();
}

void DocumentList::finishOne(const BatchPointer& batch)
{
    if (--batch->pending > 0)
        return;
    if (!batch->hasNew && batch->known)
        setCurrentRow(rowOf(batch->known));
    if (!batch->problems.isEmpty())
        Q_EMIT problemsFound(batch->problems, nullptr);
}

void DocumentList::onHeaderRead(Document* document)
{
    emitDataChanged(document, {Qt::ToolTipRole});
    if (const auto entry = m_unchecked.extract(document))
        finishOne(entry.mapped());
}

void DocumentList::onStateChanged(Document* document)
{
    emitDataChanged(document, {StateRole});
    Q_EMIT stateChanged(document);
    if (document->state() == Document::State::Ready)
        evictPixels();
    else if (document->state() == Document::State::Failed) {
        if (document == m_compared)
            setCompared(nullptr);
        onFailed(document);
    }
}

void DocumentList::onFailed(Document* document)
{
    const QString sentence = toText(document->error()->text());
    const auto entry = m_unchecked.find(document);
    if (entry == m_unchecked.end()) {
        Q_EMIT problemsFound({sentence}, document);
        return;
    }
    entry->second->problems += sentence;
    close(rowOf(document));
}

void DocumentList::close(int row)
{
    if (row < 0 || row >= count())
        return;
    beginRemoveRows({}, row, row);
    Document* document = m_documents[std::size_t(row)].release();
    m_documents.erase(m_documents.begin() + row);
    std::erase(m_recent, document);
    std::erase_if(m_byPath, [document](const auto& entry) { return entry.second == document; });
    const bool wasCurrent = row == m_current;
    if (wasCurrent)
        m_current = -1;
    else if (row < m_current)
        --m_current;
    endRemoveRows();

    document->disconnect(this);
    if (document == m_compared)
        setCompared(nullptr);
    if (wasCurrent && count() > 0)
        setCurrentRow(std::min(row, count() - 1));
    else if (wasCurrent)
        Q_EMIT currentChanged(nullptr);
    if (const auto entry = m_unchecked.extract(document))
        finishOne(entry.mapped());
    document->release();
    document->deleteLater(); // this may be a slot of its own signal
}

void DocumentList::closeAll()
{
    if (m_documents.empty())
        return;
    beginResetModel();
    const std::vector<std::unique_ptr<Document>> closed = std::exchange(m_documents, {});
    m_byPath.clear();
    m_unchecked.clear();
    m_recent.clear();
    m_current = -1;
    m_compared = nullptr;
    endResetModel();
    Q_EMIT comparedChanged(nullptr);
    Q_EMIT currentChanged(nullptr);
}

void DocumentList::setCurrentRow(int row)
{
    if (row < 0 || row >= count() || row == m_current)
        return;
    Document* before = current();
    m_current = row;
    Document* document = at(row);
    std::erase(m_recent, document);
    m_recent.insert(m_recent.begin(), document);
    const bool isSwap = document == m_compared;
    if (isSwap)
        m_compared = before;
    else if (before && before->state() == Document::State::Loading)
        unload(before);
    loadFresh(document);
    evictPixels();
    Q_EMIT currentChanged(document);
    if (isSwap)
        Q_EMIT comparedChanged(m_compared);
}

void DocumentList::loadFresh(Document* document)
{
    if (document->hasChangedOnDisk())
        document->readAgain(m_screen);
    else
        document->load(m_screen);
}

void DocumentList::setCompared(Document* document)
{
    if (document == m_compared || (document && document == current()))
        return;
    Document* before = std::exchange(m_compared, document);
    if (before && before->state() == Document::State::Loading)
        unload(before);
    if (document) {
        std::erase(m_recent, document);
        m_recent.insert(m_recent.begin() + (current() ? 1 : 0), document);
        loadFresh(document);
    }
    evictPixels();
    Q_EMIT comparedChanged(document);
}

// A file that is replaced is another one for the watcher, which then loses it: the folder tells of the new
// one.
void DocumentList::watchCurrent()
{
    if (const QStringList watched = m_watcher.files() + m_watcher.directories(); !watched.isEmpty())
        m_watcher.removePaths(watched);
    m_isChangeReported = false;
    const Document* document = current();
    if (!document)
        return;
    m_watcher.addPath(toText(document->file().parent_path()));
    m_watcher.addPath(toText(document->file()));
}

void DocumentList::checkCurrentFile()
{
    Document* document = current();
    if (!document)
        return;
    const QString file = toText(document->file());
    if (!m_watcher.files().contains(file) && fs::exists(document->file()))
        m_watcher.addPath(file);
    if (!document->hasChangedOnDisk())
        return;
    const std::optional<FileStamp> stamp = stampOf(document->file());
    if (document->state() == Document::State::Failed && stamp)
        readAgain(document);
    else if (!m_isChangeReported || stamp != m_reportedStamp) {
        m_isChangeReported = true;
        m_reportedStamp = stamp;
        Q_EMIT currentFileChanged(document);
    }
}

void DocumentList::readAgain(Document* document)
{
    m_isChangeReported = false;
    document->readAgain(m_screen);
}

void DocumentList::setChoice(Document* document, const image::ReadChoice& choice)
{
    document->setChoice(choice, m_screen);
}

void DocumentList::setTurn(Document* document, const image::Turn& turn, std::optional<image::PixelRect> crop)
{
    document->setTurn(turn, crop, m_screen);
}

void DocumentList::rotate(Document* document, int quarters)
{
    document->rotate(quarters, m_screen);
}

void DocumentList::unload(Document* document)
{
    document->release();
    document->readHeader(); // which may not have come yet
}

void DocumentList::evictPixels()
{
    std::int64_t held = (current() ? current()->bytes() : 0) + (m_compared ? m_compared->bytes() : 0);
    std::vector<Document*> others = m_recent;
    std::erase_if(others, [this](const Document* one) { return one == current() || one == m_compared; });
    for (Document* document : others) {
        if (document->state() != Document::State::Ready)
            continue;
        held += document->bytes();
        if (held > m_budget) {
            held -= document->bytes();
            document->release();
        }
    }
}

int DocumentList::rowOf(const Document* document) const
{
    const auto found = std::find_if(m_documents.begin(), m_documents.end(),
                                    [document](const auto& one) { return one.get() == document; });
    return found == m_documents.end() ? -1 : int(found - m_documents.begin());
}

void DocumentList::emitDataChanged(Document* document, const QList<int>& roles)
{
    const QModelIndex changed = index(rowOf(document));
    Q_EMIT dataChanged(changed, changed, roles);
}

Qt::ItemFlags DocumentList::flags(const QModelIndex& index) const
{
    return QAbstractListModel::flags(index) | (index.isValid() ? Qt::ItemIsDragEnabled : Qt::NoItemFlags);
}

QMimeData* DocumentList::mimeData(const QModelIndexList& indexes) const
{
    QList<QUrl> files;
    for (const QModelIndex& index : indexes)
        files << QUrl::fromLocalFile(toText(at(index.row())->file()));
    auto* content = new QMimeData;
    content->setUrls(files);
    return content;
}

int DocumentList::rowCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : count();
}

QVariant DocumentList::data(const QModelIndex& index, int role) const
{
    if (!index.isValid() || index.row() >= count())
        return {};
    Document* document = at(index.row());
    switch (role) {
    case Qt::DisplayRole:
        return document->name();
    case Qt::DecorationRole: // whoever asks sees it: thumbnails are made for those alone
        document->startThumbnail();
        return document->thumbnail().isNull() ? QVariant() : QVariant(document->thumbnail());
    case Qt::ToolTipRole:
        return document->hasInfo() ? toText(document->file()) + QLatin1Char('\n') +
                                         toText(sizeText(document->size().width(), document->size().height()))
                                   : toText(document->file());
    case DocumentRole:
        return QVariant::fromValue(document);
    case StateRole:
        return QVariant::fromValue(document->state());
    default:
        return {};
    }
}

} // namespace enlarger::app
