// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QJsonObject>
#include <QProcess>
#include <QStringList>
#include <QTemporaryDir>

#include <filesystem>
#include <memory>
#include <string>
#include <vector>

namespace enlarger::tests {

/// How a run of enlarger-cli ended.
struct CliResult
{
    int exitCode = -1; // -1: crashed or hung
    QString out;
    QString err;
    std::vector<QJsonObject> events;              // the lines of `out`, where they are JSON
    QJsonObject event(const QString& kind) const; // the first of that kind, or an empty one
};

/// The program with a data folder of its own, that holds the tiny network "tiny" (x4) as the default model
/// too, and a working folder with photos.
class CliProgram
{
public:
    CliProgram();
    ~CliProgram(); // also of names that Qt cannot spell

    std::filesystem::path path(const std::string& name) const;
    std::filesystem::path dataPath(const std::string& name) const; // in its data folder
    void writePicture(const std::string& name, int width = 24, int height = 16, int channels = 3) const;
    void writeText(const std::string& name, const std::string& text) const;
    void importModel(const std::string& fixture, const QString& name);

    CliResult run(const QStringList& arguments);
    /// The same by a child of this process, without another start, which takes half a second: for what ends
    /// before anything is computed.
    CliResult runAsChild(const QStringList& arguments);
    CliResult upscale(const QString& line); // its arguments, with a space between them
    /// Started, for those who want to look at it while it runs.
    std::unique_ptr<QProcess> start(const QStringList& arguments);
    /// Another program with the same environment: mpirun, which starts ours.
    std::unique_ptr<QProcess> start(const QString& program, const QStringList& arguments);
    static CliResult finish(QProcess& process);

    /// Everything below a folder, relative and sorted, hidden files included.
    std::vector<std::string> files(const std::string& folder = {}) const;
    void setEnvironment(const QString& name, const QString& value) { m_environment.insert(name, value); }

private:
    QTemporaryDir m_folder;
    QProcessEnvironment m_environment;
};

} // namespace enlarger::tests
