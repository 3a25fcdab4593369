// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QList>
#include <QTcpServer>
#include <QUrl>

namespace enlarger::tests {

/// A web server on this machine that has one file, and is as bad as it is told to be.
class FakeServer : public QObject
{
    Q_OBJECT

public:
    explicit FakeServer(QByteArray content);

    QUrl url(const QString& name = QStringLiteral("file.bin")) const;

    QByteArray content;
    qsizetype cutAfter = -1;   // of an answer, bytes; then the connection ends
    qsizetype stallAfter = -1; // then it says nothing more
    qint64 claimedSize = -1;   // in the place of the true one
    bool knowsRanges = true;
    bool sendsWrongRange = false;
    bool saysNoSize = false;
    QByteArray type;     // of what it sends
    QByteArray status;   // "404 Not Found": in the place of the file
    QByteArray location; // where it sends everybody

    QList<QByteArray> requests; // their heads

private:
    void answer(class QTcpSocket& socket, const QByteArray& head);

    QTcpServer m_server;
};

} // namespace enlarger::tests
