// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/files/version_text.h"

#include "core/base/version.h"
#include "core/versions/library_versions.h"

#include <QStringList>

namespace enlarger::app {

QString versionText()
{
    const QString commit = QString::fromStdString(programCommit());
    return QStringLiteral("%1 %2%3\n%4")
        .arg(QString::fromLatin1(programName), QString::fromLatin1(programVersion),
             commit.isEmpty() ? QString() : QStringLiteral(" (commit %1)").arg(commit), libraryVersionText());
}

QString libraryVersionText()
{
    QStringList parts{QStringLiteral("Qt %1").arg(QString::fromLatin1(qVersion()))};
    for (const LibraryVersion& library : libraryVersions())
        parts += QString::fromStdString(library.name + ' ' + library.version);
    return parts.join(QStringLiteral(", "));
}

} // namespace enlarger::app
