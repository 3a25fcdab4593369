// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/files/path_text.h"
#include "app/files/version_text.h"
#include "app/session/single_instance.h"
#include "ui/shell/main_window.h"
#include "ui/shell/theme.h"

#include <QApplication>
#include <QCommandLineParser>
#include <QFileInfo>

#include <algorithm>
#include <cstdio>
#include <string_view>

using namespace enlarger;

int main(int argc, char** argv)
{
    if (std::any_of(argv + 1, argv + argc,
                    [](std::string_view word) { return word == "--version" || word == "-v"; })) {
        std::puts(qPrintable(app::versionText())); // for which no display is needed
        return 0;
    }
    QApplication application(argc, argv);
    QCoreApplication::setApplicationName(QStringLiteral("enlarger"));
    QGuiApplication::setApplicationDisplayName(QStringLiteral("Enlarger"));
    QGuiApplication::setDesktopFileName(QStringLiteral("enlarger"));

    QCommandLineParser parser;
    parser.setApplicationDescription(QObject::tr("Enlarges photos where you look."));
    parser.addHelpOption();
    const QCommandLineOption newWindow(QStringLiteral("new-window"),
                                       QObject::tr("Open another window, even where one is open."));
    parser.addOption(newWindow);
    parser.addVersionOption();
    const QCommandLineOption enlarge(
        QStringLiteral("enlarge"),
        QObject::tr("Put the photos into the queue at once, FACTOR times as large, instead of opening them."),
        QStringLiteral("FACTOR"));
    parser.addOption(enlarge);
    parser.addPositionalArgument(QStringLiteral("files"), QObject::tr("Photos, folders and model files."),
                                 QStringLiteral("[files...]"));
    parser.process(application);

    QStringList files;
    for (const QString& file : parser.positionalArguments())
        files << QFileInfo(file).absoluteFilePath();
    double factor = 0.0; // they are opened
    if (parser.isSet(enlarge)) {
        bool isNumber = false;
        factor = parser.value(enlarge).toDouble(&isNumber);
        if (!isNumber || !(factor >= 0.1 && factor <= 64.0)) {
            std::fputs("enlarger: --enlarge takes a number from 0.1 to 64.\n", stderr);
            return 2;
        }
    }
    const bool isAlone = !parser.isSet(newWindow);
    if (isAlone && app::SingleInstance::handOver(files, factor))
        return 0;

    const auto open = [](ui::MainWindow& window, const QStringList& names, double by) {
        std::vector<std::filesystem::path> paths;
        for (const QString& name : names)
            paths.push_back(app::toPath(name));
        if (by > 0.0)
            window.enlargeFiles(paths, by);
        else
            window.openFiles(paths);
    };
    ui::theme::apply(application, app::Settings().theme());
    ui::MainWindow window;
    app::SingleInstance instance;
    if (isAlone && instance.listen())
        QObject::connect(&instance, &app::SingleInstance::filesArrived, &window,
                         [&](const QStringList& names, double by) {
                             window.bringToFront();
                             open(window, names, by);
                         });
    window.show();
    open(window, files, factor);
    return QApplication::exec();
}
