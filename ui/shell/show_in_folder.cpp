// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/shell/show_in_folder.h"

#include "app/files/path_text.h"

#include <QDBusConnection>
#include <QDBusMessage>
#include <QDBusPendingCallWatcher>
#include <QDBusPendingReply>
#include <QDesktopServices>
#include <QUrl>

namespace enlarger::ui {

void showInFolder(const std::filesystem::path& file)
{
    const QUrl folder = QUrl::fromLocalFile(app::toText(file.parent_path()));
    QDBusConnection bus = QDBusConnection::sessionBus();
    if (!bus.isConnected()) {
        QDesktopServices::openUrl(folder);
        return;
    }
    QDBusMessage call = QDBusMessage::createMethodCall(
        QStringLiteral("org.freedesktop.FileManager1"), QStringLiteral("/org/freedesktop/FileManager1"),
        QStringLiteral("org.freedesktop.FileManager1"), QStringLiteral("ShowItems"));
    call << QStringList{QUrl::fromLocalFile(app::toText(file)).toString()} << QString();
    auto* answer = new QDBusPendingCallWatcher(bus.asyncCall(call));
    QObject::connect(answer, &QDBusPendingCallWatcher::finished, answer, [answer, folder] {
        if (answer->isError())
            QDesktopServices::openUrl(folder);
        answer->deleteLater();
    });
}

} // namespace enlarger::ui
