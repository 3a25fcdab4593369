// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/files/path_text.h"
#include "app/session/single_instance.h"
#include "ui/shell/main_window.h"
#include "ui/shell/theme.h"

#include <QApplication>
#include <QCommandLineParser>
#include <QFileInfo>

using namespace enlarger;

int main(int argc, char** argv)
{
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
    parser.addPositionalArgument(QStringLiteral("files"), QObject::tr("Photos, folders and model files."),
                                 QStringLiteral("[files...]"));
    parser.process(application);

    QStringList files;
    for (const QString& file : parser.positionalArguments())
        files << QFileInfo(file).absoluteFilePath();
    const bool isAlone = !parser.isSet(newWindow);
    if (isAlone && app::SingleInstance::handOver(files))
        return 0;

    const auto open = [](ui::MainWindow& window, const QStringList& names) {
        std::vector<std::filesystem::path> paths;
        for (const QString& name : names)
            paths.push_back(app::toPath(name));
        window.openFiles(paths);
    };
    ui::theme::apply(application, app::Settings().theme());
    ui::MainWindow window;
    app::SingleInstance instance;
    if (isAlone && instance.listen())
        QObject::connect(&instance, &app::SingleInstance::filesArrived, &window,
                         [&](const QStringList& names) {
                             open(window, names);
                             window.bringToFront();
                         });
    window.show();
    open(window, files);
    return QApplication::exec();
}
