// SPDX-License-Identifier: GPL-3.0-or-later
// Draws an icon in the sizes that desktops want: enlarger-icons ICON.svg FOLDER writes
// FOLDER/SIZExSIZE/apps/NAME.png.
#include <QDir>
#include <QFileInfo>
#include <QImage>
#include <QPainter>
#include <QSvgRenderer>

#include <cstdio>

int main(int argc, char** argv)
{
    if (argc != 3)
        return 2;
    const QString icon = QString::fromLocal8Bit(argv[1]);
    QSvgRenderer renderer(icon);
    if (!renderer.isValid())
        return 1;
    for (const int size : {16, 22, 24, 32, 48, 64, 128, 256, 512}) {
        QImage image(size, size, QImage::Format_ARGB32_Premultiplied);
        image.fill(Qt::transparent);
        QPainter painter(&image);
        renderer.render(&painter);
        painter.end();
        const QString folder = QStringLiteral("%1/%2x%2/apps").arg(QString::fromLocal8Bit(argv[2])).arg(size);
        const QString file = QStringLiteral("%1/%2.png").arg(folder, QFileInfo(icon).baseName());
        if (!QDir().mkpath(folder) || !image.save(file)) {
            std::fprintf(stderr, "%s cannot be written\n", qPrintable(file));
            return 1;
        }
    }
    return 0;
}
