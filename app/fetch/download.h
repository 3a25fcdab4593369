// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"

#include <QCryptographicHash>
#include <QFile>
#include <QNetworkAccessManager>
#include <QObject>
#include <QPointer>
#include <QUrl>

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <memory>

class QNetworkReply;

namespace enlarger::app {

/// Fetches a file whose SHA-256 is known. What has arrived lies in "FILE.part" beside it, and the next
/// attempt goes on from there; under its own name it appears only when it is whole and the right one. Nothing
/// is sent but the request. Lives on a thread with an event loop.
class Download : public QObject
{
    Q_OBJECT

public:
    struct Wanted
    {
        QUrl url;
        std::filesystem::path file; // in a folder that is there
        std::int64_t bytes = 0;     // 0: not known
        QString sha256;             // or its first digits, lower-case
    };

    explicit Download(Wanted wanted, QObject* parent = nullptr);
    ~Download() override; // gives it up; what has arrived stays

    void start();
    void cancel(); // finished() with ErrorKind::Cancelled

    /// How long a server may say nothing; at first 30 s.
    void setPatience(std::chrono::milliseconds patience) { m_patience = patience; }
    static std::filesystem::path partOf(const std::filesystem::path& file);

Q_SIGNALS:
    void progressed(std::int64_t done, std::int64_t all); // bytes; all: 0 where it is not known
    void finished(const enlarger::Status& outcome);       // once

private:
    void ask();
    void onHead();
    void onBytes();
    void onEnd();
    Status openPart();
    Status beginAnew();
    void verify();
    void end(const Status& outcome);
    Error failure(const std::string& what, const std::string& advice) const; // of the server or the network
    Error failureOf(int status) const;                                       // of an answer that ended so

    Wanted m_wanted;
    std::chrono::milliseconds m_patience{30'000};
    QNetworkAccessManager m_network;
    QPointer<QNetworkReply> m_reply;
    std::shared_ptr<QFile> m_part; // null: it is being verified
    std::int64_t m_all = 0;        // bytes, as the server says
    bool m_isHeadRead = false;
    bool m_isOver = false;
};

} // namespace enlarger::app
