// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/session/single_instance.h"

#include "core/system/process.h"

#include <QCryptographicHash>
#include <QDataStream>
#include <QDeadlineTimer>
#include <QDir>
#include <QLocalServer>
#include <QLocalSocket>
#include <QTimer>

namespace enlarger::app {

namespace {

constexpr int patience = 500;              // milliseconds that either side waits for the other
constexpr qint64 largestMessage = 4 << 20; // bytes
constexpr quint32 mark = 0x454E4C32;       // "ENL2": the first thing said
constexpr QDataStream::Version version = QDataStream::Qt_6_4;
constexpr char taken = 'y'; // the answer

// A socket that other users can neither open nor take the place of, where there is a folder for such; another
// configuration is another program.
QString socketName()
{
    QString name = QStringLiteral("enlarger-%1").arg(userNumber());
    if (const QByteArray own = qgetenv("ENLARGER_CONFIG_DIR"); !own.isEmpty())
        name +=
            QLatin1Char('-') +
            QString::fromLatin1(QCryptographicHash::hash(own, QCryptographicHash::Sha256).toHex().left(12));
    const QString folder = qEnvironmentVariable("XDG_RUNTIME_DIR");
    return !folder.isEmpty() && QDir(folder).exists() ? folder + QLatin1Char('/') + name : name;
}

// What came over one connection, once it is whole.
void readFrom(QLocalSocket* socket, SingleInstance* instance)
{
    if (socket->bytesAvailable() > largestMessage)
        return socket->abort();
    QDataStream stream(socket);
    stream.setVersion(version);
    stream.startTransaction();
    quint32 said = 0;
    QStringList files;
    stream >> said;
    if (stream.status() == QDataStream::Ok && said != mark)
        return socket->abort();
    double factor = 0.0;
    stream >> files >> factor;
    if (!stream.commitTransaction())
        return; // the rest is on its way
    socket->putChar(taken);
    socket->disconnectFromServer();
    Q_EMIT instance->filesArrived(files, factor);
}

} // namespace

SingleInstance::SingleInstance(QObject* parent)
    : QObject(parent)
{}

bool SingleInstance::handOver(const QStringList& files, double factor)
{
    const QDeadlineTimer deadline(patience);
    QLocalSocket socket;
    socket.connectToServer(socketName());
    if (!socket.waitForConnected(int(deadline.remainingTime())))
        return false;
    QDataStream stream(&socket);
    stream.setVersion(version);
    stream << mark << files << factor;
    while (socket.bytesAvailable() == 0)
        if (deadline.hasExpired() || !socket.waitForReadyRead(int(deadline.remainingTime())))
            return false;
    char answer = 0;
    return socket.getChar(&answer) && answer == taken;
}

bool SingleInstance::listen()
{
    if (m_server)
        return true;
    QLocalSocket other;
    other.connectToServer(socketName());
    if (other.waitForConnected(patience))
        return false;
    QLocalServer::removeServer(socketName()); // of a program that crashed
    auto* server = new QLocalServer(this);
    server->setSocketOptions(QLocalServer::UserAccessOption);
    if (!server->listen(socketName())) {
        delete server;
        return false;
    }
    m_server = server;
    connect(server, &QLocalServer::newConnection, this, [this] {
        while (QLocalSocket* socket = m_server->nextPendingConnection()) {
            connect(socket, &QLocalSocket::disconnected, socket, &QObject::deleteLater);
            connect(socket, &QLocalSocket::readyRead, this, [this, socket] { readFrom(socket, this); });
            QTimer::singleShot(patience, socket, &QLocalSocket::abort);
            if (socket->bytesAvailable() > 0)
                readFrom(socket, this);
        }
    });
    return true;
}

} // namespace enlarger::app
