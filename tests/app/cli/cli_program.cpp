// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/app/cli/cli_program.h"

#include "app/cli/program.h"
#include "core/image/pixels/image.h"
#include "core/image/write/photo_writer.h"
#include "tests/support/test_files.h"

#include <QJsonDocument>
#include <QTemporaryFile>
#include <QTest>

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <fcntl.h>
#include <fstream>
#include <sys/wait.h>
#include <unistd.h>

namespace enlarger::tests {

namespace fs = std::filesystem;

namespace {

#ifdef __SANITIZE_THREAD__
constexpr bool isThreadSanitizer = true;
#else
constexpr bool isThreadSanitizer = false;
#endif

void take(CliResult& result, const QByteArray& out, const QByteArray& err)
{
    result.out = QString::fromUtf8(out);
    result.err = QString::fromUtf8(err);
    for (const QString& line : result.out.split(QLatin1Char('\n'), Qt::SkipEmptyParts))
        if (const QJsonDocument json = QJsonDocument::fromJson(line.toUtf8()); json.isObject())
            result.events.push_back(json.object());
}

} // namespace

QJsonObject CliResult::event(const QString& kind) const
{
    for (const QJsonObject& line : events)
        if (line[QStringLiteral("event")].toString() == kind)
            return line;
    return {};
}

CliProgram::CliProgram()
    : m_environment(QProcessEnvironment::systemEnvironment())
{
    m_environment.insert(QStringLiteral("ENLARGER_DATA_DIR"), m_folder.filePath(QStringLiteral(".data")));
    m_environment.insert(QStringLiteral("ENLARGER_CACHE_DIR"), m_folder.filePath(QStringLiteral(".cache")));
    m_environment.insert(QStringLiteral("ENLARGER_SHIPPED_MODELS"), QStringLiteral("none"));
    m_environment.insert(QStringLiteral("LC_ALL"), QStringLiteral("C")); // the worst case for file names
    fs::create_directory(path("work"));
}

CliProgram::~CliProgram()
{
    std::error_code error;
    fs::remove_all(path("work"), error);
}

fs::path CliProgram::path(const std::string& name) const
{
    const fs::path root = m_folder.path().toStdString();
    return name == "work" ? root / "work" : root / "work" / name;
}

fs::path CliProgram::dataPath(const std::string& name) const
{
    return fs::path(m_folder.path().toStdString()) / ".data" / name;
}

void CliProgram::writePicture(const std::string& name, int width, int height, int channels) const
{
    image::Image picture(width, height, channels);
    for (int y = 0; y < height; ++y)
        for (int x = 0; x < width; ++x)
            for (int c = 0; c < channels; ++c)
                picture.at(x, y, c) = static_cast<float>((x * (c + 1) + y * 3) % 64) / 63.0F;
    fs::create_directories(path(name).parent_path());
    image::WriteOptions options;
    options.format = *image::formatFromName(path(name).extension().string());
    ENLARGER_VERIFY(image::writePhoto(path(name), picture, options));
}

void CliProgram::writeText(const std::string& name, const std::string& text) const
{
    fs::create_directories(path(name).parent_path());
    std::ofstream(path(name), std::ios::binary) << text;
}

void CliProgram::importModel(const std::string& fixture, const QString& name)
{
    const QString file = QString::fromStdString(dataFile("weights/" + fixture).string());
    const CliResult result = run({QStringLiteral("models"), QStringLiteral("import"), file,
                                  QStringLiteral("--name"), name, QStringLiteral("--replace")});
    QVERIFY2(result.exitCode == 0, qPrintable(result.err));
}

CliResult CliProgram::upscale(const QString& line)
{
    return run(QStringList(QStringLiteral("upscale")) + line.split(QLatin1Char(' ')));
}

std::unique_ptr<QProcess> CliProgram::start(const QStringList& arguments)
{
    return start(QStringLiteral(ENLARGER_CLI), arguments);
}

std::unique_ptr<QProcess> CliProgram::start(const QString& program, const QStringList& arguments)
{
    auto process = std::make_unique<QProcess>();
    process->setProcessEnvironment(m_environment);
    process->setWorkingDirectory(QString::fromStdString(path("work").string()));
    process->start(program, arguments);
    process->closeWriteChannel();
    return process;
}

CliResult CliProgram::finish(QProcess& process)
{
    constexpr int patience = 120'000; // milliseconds
    CliResult result;
    const bool ended = process.state() == QProcess::NotRunning || process.waitForFinished(patience);
    if (ended && process.exitStatus() == QProcess::NormalExit)
        result.exitCode = process.exitCode();
    if (!ended)
        process.kill();
    take(result, process.readAllStandardOutput(), process.readAllStandardError());
    return result;
}

CliResult CliProgram::run(const QStringList& arguments)
{
    return finish(*start(arguments));
}

CliResult CliProgram::runAsChild(const QStringList& arguments)
{
    if constexpr (isThreadSanitizer) // which loses count of the threads in a child that goes on after fork()
        return run(arguments);
    QTemporaryFile out;
    QTemporaryFile err;
    CliResult result;
    if (!out.open() || !err.open())
        return result;
    const pid_t child = ::fork();
    if (child == 0) {
        ::dup2(::open("/dev/null", O_RDONLY), STDIN_FILENO);
        ::dup2(out.handle(), STDOUT_FILENO);
        ::dup2(err.handle(), STDERR_FILENO);
        fs::current_path(path("work"));
        for (const QString& name : m_environment.keys())
            qputenv(qPrintable(name), m_environment.value(name).toLocal8Bit());
        const int exitCode = cli::runProgram(arguments);
        std::fflush(nullptr);
        std::_Exit(exitCode);
    }
    int status = 0;
    if (child < 0 || ::waitpid(child, &status, 0) != child || !WIFEXITED(status))
        return result;
    result.exitCode = WEXITSTATUS(status);
    out.seek(0); // the child has moved the place that both share
    err.seek(0);
    take(result, out.readAll(), err.readAll());
    return result;
}

std::vector<std::string> CliProgram::files(const std::string& folder) const
{
    const fs::path root = folder.empty() ? path("work") : path(folder);
    std::vector<std::string> names;
    std::error_code error;
    for (fs::recursive_directory_iterator entry(root, error), end; !error && entry != end;
         entry.increment(error))
        if (!entry->is_directory())
            names.push_back(entry->path().lexically_relative(root).string());
    std::sort(names.begin(), names.end());
    return names;
}

} // namespace enlarger::tests
