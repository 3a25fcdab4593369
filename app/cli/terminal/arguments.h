// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/cli/terminal/command_survey.h"
#include "core/base/enum_names.h"

#include <QCommandLineParser>
#include <QHash>

#include <filesystem>
#include <optional>
#include <string>

namespace enlarger::cli {

/// Words of ours as the parser wants them.
inline QString text(const char* latin)
{
    return QString::fromLatin1(latin);
}

/// The options of one command: declared, parsed, and read with a check. The first thing that is wrong is kept
/// and reported at the end, so that reading options is a plain list of lines.
class Arguments
{
public:
    /// `synopsis` follows the program's name in the usage line: "upscale INPUT... [options]".
    Arguments(const QString& synopsis, const QString& description);

    void addFlag(const QStringList& names, const QString& description);
    void addOption(const QStringList& names, const QString& valueName, const QString& description);
    void addPositional(const QString& name, const QString& description);

    /// False where there is nothing to run: help was asked for and printed, or something is wrong.
    bool parse(const QStringList& arguments);

    /// As if the option were given, unless it is.
    void presume(const QString& name, const QString& value);

    bool has(const QString& name) const { return m_parser.isSet(name) || m_presumed.contains(name); }
    QString text(const QString& name) const;
    QStringList texts(const QString& name) const { return m_parser.values(name); }
    QStringList positionals() const { return m_parser.positionalArguments(); }

    /// Nothing where the option is not given or wrong.
    std::optional<int> integer(const QString& name, int least, int most);
    std::optional<double> number(const QString& name, double least, double most);
    /// The value if it is one of `choices`; the first of them where the option is not given.
    QString choice(const QString& name, const QStringList& choices);
    /// The same for an enum's names; `otherwise` where the option is not given.
    template <NamedEnum Enum>
    Enum choice(const QString& name, Enum otherwise)
    {
        QStringList names(QString::fromLatin1(nameOf(otherwise)));
        for (const auto& [value, word] : namesOf(otherwise))
            if (value != otherwise)
                names += QString::fromLatin1(word);
        return *fromName<Enum>(choice(name, names).toStdString());
    }
    /// The file that is to be written; "-" is refused.
    std::filesystem::path outputFile();
    /// At most one of these may be given.
    void exclusive(const QStringList& names);

    /// Keeps the first complaint: one sentence, whose full stop may be there.
    void fail(const QString& complaint);
    bool isWrong() const { return !m_complaint.isEmpty(); }
    /// Prints the complaint, if there is one, to stderr. ExitDone after help, else ExitUsage.
    int exitCode() const;

private:
    QString helpText() const;
    QString unknownOptionText() const;

    QCommandLineParser m_parser;
    QString m_synopsis;
    QString m_description;
    QList<DeclaredOption> m_declared;
    QStringList m_positionals;
    QString m_complaint;
    QHash<QString, QString> m_presumed;
};

/// "'upscal' is no command. Did you mean 'upscale'?" and the like: what was typed, what might be meant.
QString suggestion(const QString& typed, const QStringList& known);

} // namespace enlarger::cli
