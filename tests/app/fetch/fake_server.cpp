// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/app/fetch/fake_server.h"

#include <QTcpSocket>

namespace enlarger::tests {

FakeServer::FakeServer(QByteArray file)
    : content(std::move(file))
{
    m_server.listen(QHostAddress::LocalHost);
    connect(&m_server, &QTcpServer::newConnection, this, [this] {
        while (QTcpSocket* socket = m_server.nextPendingConnection())
            connect(socket, &QTcpSocket::readyRead, this, [this, socket] {
                const QByteArray head = socket->readAll();
                if (!head.contains("\r\n\r\n"))
                    return; // requests are small: they arrive as a whole
                requests << head;
                answer(*socket, head);
            });
    });
}

QUrl FakeServer::url(const QString& name) const
{
    return QUrl(QStringLiteral("http://127.0.0.1:%1/%2").arg(m_server.serverPort()).arg(name));
}

void FakeServer::answer(QTcpSocket& socket, const QByteArray& head)
{
    if (!status.isEmpty() || !location.isEmpty()) {
        const QByteArray body = "<html>nothing here</html>";
        socket.write("HTTP/1.1 " + (status.isEmpty() ? QByteArray("302 Found") : status) + "\r\n" +
                     (location.isEmpty() ? QByteArray() : "Location: " + location + "\r\n") +
                     "Content-Length: " + QByteArray::number(body.size()) + "\r\nConnection: close\r\n\r\n" +
                     body);
        return socket.disconnectFromHost();
    }
    qsizetype begin = 0;
    if (const qsizetype at = head.indexOf("Range: bytes="); knowsRanges && at >= 0)
        begin = head.mid(at + 13, head.indexOf('-', at) - at - 13).toLongLong();
    if (begin > content.size()) {
        socket.write("HTTP/1.1 416 Range Not Satisfiable\r\nContent-Length: 0\r\nConnection: close\r\n\r\n");
        return socket.disconnectFromHost();
    }
    if (begin > 0 && sendsWrongRange)
        --begin;
    const QByteArray body = content.mid(begin);
    const qint64 size = claimedSize >= 0 ? claimedSize : body.size();
    QByteArray answered = begin > 0
                              ? "HTTP/1.1 206 Partial Content\r\nContent-Range: bytes " +
                                    QByteArray::number(begin) + "-" + QByteArray::number(content.size() - 1) +
                                    "/" + QByteArray::number(content.size()) + "\r\n"
                              : QByteArray("HTTP/1.1 200 OK\r\n");
    if (!type.isEmpty())
        answered += "Content-Type: " + type + "\r\n";
    if (!saysNoSize)
        answered += "Content-Length: " + QByteArray::number(size) + "\r\n";
    socket.write(answered + "Connection: close\r\n\r\n");
    if (stallAfter >= 0) {
        socket.write(body.left(stallAfter));
        return;
    }
    socket.write(cutAfter >= 0 ? body.left(cutAfter) : body);
    socket.disconnectFromHost();
}

} // namespace enlarger::tests
