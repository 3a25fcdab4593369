// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/fetch/download.h"

#include "app/files/path_text.h"
#include "core/base/byte_text.h"
#include "core/system/file_lock.h"
#include "core/system/file_stamp.h"
#include "core/system/open_file.h"

#include <QCoreApplication>
#include <QNetworkReply>
#include <QNetworkRequest>
#include <QThreadPool>

#include <algorithm>
#include <system_error>
#include <utility>

namespace enlarger::app {

namespace fs = std::filesystem;

namespace {

constexpr int partialContent = 206; // HTTP: the rest of a file
constexpr int noSuchRange = 416;

// "bytes 100-199/200": where the answer begins, and how large the whole is; -1: it does not say.
std::pair<qint64, qint64> rangeOf(const QByteArray& header)
{
    const qsizetype space = header.indexOf(' ');
    const qsizetype dash = header.indexOf('-');
    const qsizetype slash = header.indexOf('/');
    bool hasBegin = false;
    bool hasAll = false;
    const qint64 begin = header.mid(space + 1, dash - space - 1).toLongLong(&hasBegin);
    const qint64 all = header.mid(slash + 1).toLongLong(&hasAll);
    return {hasBegin && space > 0 && dash > space ? begin : -1, hasAll && slash > 0 ? all : -1};
}

Error serverFault(const Download::Wanted& wanted, const std::string& what, const std::string& advice)
{
    return Error{ErrorKind::Io, wanted.url.toDisplayString().toStdString() + ": " + what, {}, advice};
}

Error notOnDisk(const Download::Wanted& wanted)
{
    return Error{ErrorKind::Io, "cannot be brought to the disk", Download::partOf(wanted.file), {}};
}

/// Gives what has arrived its name, where it is the file that was wanted; else removes it. `part` is open,
/// and locked.
Status takeIfRight(const Download::Wanted& wanted, QFile& part)
{
    QCryptographicHash hash(QCryptographicHash::Sha256);
    if (!part.seek(0) || !hash.addData(&part) || !flushToDisk(part.handle()))
        return notOnDisk(wanted);
    const QString digits = QString::fromLatin1(hash.result().toHex());
    std::error_code error;
    if (digits.startsWith(wanted.sha256) && !wanted.sha256.isEmpty()) {
        fs::rename(Download::partOf(wanted.file), wanted.file, error);
        return error
                   ? Status(Error{ErrorKind::Io, "cannot get its name: " + error.message(), wanted.file, {}})
                   : Status();
    }
    fs::remove(Download::partOf(wanted.file), error);
    return serverFault(wanted, "it is not the file that it should be: its SHA-256 is " + digits.toStdString(),
                       "Nothing of it was kept. Try again; if it stays so, the server has been changed");
}

} // namespace

fs::path Download::partOf(const fs::path& file)
{
    fs::path part = file;
    part += ".part";
    return part;
}

Download::Download(Wanted wanted, QObject* parent)
    : QObject(parent)
    , m_wanted(std::move(wanted))
    , m_part(std::make_shared<QFile>(toText(partOf(m_wanted.file))))
{}

Download::~Download()
{
    m_isOver = true;
    if (m_reply)
        m_reply->abort();
}

Error Download::failure(const std::string& what, const std::string& advice) const
{
    return serverFault(m_wanted, what, advice);
}

// The lock goes with the file handle. Where a file system knows no locks there is none to wait for.
Status Download::openPart()
{
    const fs::path part = partOf(m_wanted.file);
    do {
        m_part->close();
        if (!m_part->open(QFile::ReadWrite))
            return Error{
                ErrorKind::Io, "cannot be written: " + m_part->errorString().toStdString(), part, {}};
        if (!lockUnlessTaken(m_part->handle()))
            return Error{ErrorKind::Io, "is being fetched already, by another window or command",
                         m_wanted.file, "Let that one finish"};
    } while (!isFileOf(m_part->handle(), part));
    return {};
}

void Download::start()
{
    if (Status opened = openPart(); !opened)
        return end(opened);
    const std::int64_t there = m_part->size();
    if (m_wanted.bytes > 0 && there > m_wanted.bytes)
        m_part->resize(0); // of another file
    else if (m_wanted.bytes > 0 && there == m_wanted.bytes)
        return verify(); // only its name was missing
    m_part->seek(m_part->size());
    ask();
}

void Download::ask()
{
    m_isHeadRead = false;
    QNetworkRequest request(m_wanted.url);
    request.setAttribute(QNetworkRequest::RedirectPolicyAttribute, QNetworkRequest::NoLessSafeRedirectPolicy);
    request.setTransferTimeout(int(m_patience.count()));
    request.setRawHeader("Accept-Encoding", "identity"); // the bytes as they are
    if (m_part->size() > 0)
        request.setRawHeader("Range", "bytes=" + QByteArray::number(m_part->size()) + "-");
    m_reply = m_network.get(request);
    connect(m_reply, &QNetworkReply::readyRead, this, &Download::onBytes);
    connect(m_reply, &QNetworkReply::finished, this, &Download::onEnd);
}

Status Download::beginAnew()
{
    if (!m_part->resize(0) || !m_part->seek(0))
        return Error{ErrorKind::Io,
                     "cannot be written: " + m_part->errorString().toStdString(),
                     partOf(m_wanted.file),
                     {}};
    return {};
}

void Download::onHead()
{
    m_isHeadRead = true;
    const int status = m_reply->attribute(QNetworkRequest::HttpStatusCodeAttribute).toInt();
    const qint64 length = m_reply->header(QNetworkRequest::ContentLengthHeader).toLongLong();
    m_all = length > 0 ? length : 0;
    const auto [begin, all] = rangeOf(m_reply->rawHeader("Content-Range"));
    if (status == partialContent)
        m_all = std::max<qint64>(all, 0);
    // Before anything is thrown away: it may be a page that a hotel's network puts in the place of all
    // others.
    if (m_reply->header(QNetworkRequest::ContentTypeHeader).toString().startsWith(QLatin1String("text/html")))
        return end(failure("the answer is a page, and not the file",
                           "Look whether this network wants you to log in"));
    if (m_all > 0 && m_wanted.bytes > 0 && m_all != m_wanted.bytes)
        return end(failure("the server has another file, of " + bytesText(m_all) + " instead of " +
                               bytesText(m_wanted.bytes),
                           "Look whether there is a newer version of this program"));
    if (status == partialContent && begin != m_part->size())
        return end(failure("the server sends another part than was asked for",
                           "Remove " + partOf(m_wanted.file).string() + ", and try again"));
    if (status != partialContent && m_part->size() > 0) // it sends the whole
        if (Status begun = beginAnew(); !begun)
            end(begun);
}

void Download::onBytes()
{
    if (m_isOver)
        return;
    const int status = m_reply->attribute(QNetworkRequest::HttpStatusCodeAttribute).toInt();
    if (status < 200 || status >= 300) // the page of an error: onEnd() tells
        return;
    if (!m_isHeadRead)
        onHead();
    if (m_isOver)
        return;
    const QByteArray bytes = m_reply->readAll();
    const std::int64_t most = m_wanted.bytes > 0 ? m_wanted.bytes : m_all;
    if (most > 0 && m_part->size() + bytes.size() > most)
        return end(
            failure("the server sends more than the " + bytesText(most) + " of the file", "Try again later"));
    if (m_part->write(bytes) != bytes.size() || !m_part->flush())
        return end(Error{ErrorKind::Io, "cannot be written: " + m_part->errorString().toStdString(),
                         partOf(m_wanted.file), "Make room on the disk: it goes on where it stopped"});
    Q_EMIT progressed(m_part->size(), most);
}

void Download::onEnd()
{
    if (m_isOver)
        return;
    onBytes();
    if (m_isOver)
        return;
    const int status = m_reply->attribute(QNetworkRequest::HttpStatusCodeAttribute).toInt();
    if (status == noSuchRange && m_part->size() > 0) { // what is there is not the beginning of it
        if (Status begun = beginAnew(); !begun)
            return end(begun);
        return ask();
    }
    const std::int64_t all = m_wanted.bytes > 0 ? m_wanted.bytes : m_all;
    if (m_reply->error() != QNetworkReply::NoError || (all > 0 && m_part->size() < all)) {
        return end(failureOf(status));
    }
    verify();
}

Error Download::failureOf(int status) const
{
    const QNetworkReply::NetworkError error = m_reply->error();
    std::string what = error == QNetworkReply::OperationCanceledError
                           ? std::string("the server has not answered for a while")
                       : error != QNetworkReply::NoError ? m_reply->errorString().toStdString()
                                                         : std::string("the connection ended too early");
    if (status >= 400)
        return failure(what, "Try again later, or look whether there is a newer version of this program");
    if (m_part->size() == 0)
        return failure(what, "Look whether there is a network");
    return failure(what + ", after " + bytesText(m_part->size()),
                   "Start it again: it goes on where it stopped");
}

// Takes seconds for a large file: on a thread of its own, which has the lock until it is done.
void Download::verify()
{
    if (!m_part->flush())
        return end(notOnDisk(m_wanted));
    QThreadPool::globalInstance()->start(
        [wanted = m_wanted, part = std::exchange(m_part, nullptr), self = QPointer<Download>(this)] {
            const Status outcome = takeIfRight(wanted, *part);
            part->close();
            QMetaObject::invokeMethod(
                QCoreApplication::instance(),
                [self, outcome] {
                    if (self)
                        self->end(outcome);
                },
                Qt::QueuedConnection);
        });
}

void Download::cancel()
{
    end(Error{ErrorKind::Cancelled, "cancelled", {}, {}});
}

void Download::end(const Status& outcome)
{
    if (m_isOver)
        return;
    m_isOver = true;
    if (m_reply) {
        m_reply->disconnect(this);
        m_reply->abort();
        m_reply->deleteLater();
    }
    if (m_part)
        m_part->close();
    Q_EMIT finished(outcome);
}

} // namespace enlarger::app
