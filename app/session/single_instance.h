// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QObject>
#include <QStringList>

class QLocalServer;

namespace enlarger::app {

/// One window a person: a second start hands its files to the first over a local socket that only this user
/// may open.
class SingleInstance : public QObject
{
    Q_OBJECT

public:
    explicit SingleInstance(QObject* parent = nullptr);

    /// True where another one runs and has taken the files (absolute paths; may be none: it only comes to the
    /// front). `factor`: by which they are to be enlarged at once; 0: they are to be opened.
    static bool handOver(const QStringList& files, double factor = 0.0);

    /// Becomes the one that others hand over to. False where that cannot be: the program works without.
    bool listen();

Q_SIGNALS:
    void filesArrived(const QStringList& files, double factor);

private:
    QLocalServer* m_server = nullptr;
};

} // namespace enlarger::app
