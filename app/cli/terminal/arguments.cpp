// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/terminal/arguments.h"

#include "app/cli/terminal/command.h"
#include "app/cli/terminal/console.h"
#include "app/cli/terminal/path_text.h"
#include "core/base/nearest_name.h"

#include <cmath>

namespace enlarger::cli {

Arguments::Arguments(const QString& synopsis, const QString& description)
    : m_synopsis(synopsis)
    , m_description(description)
{
    addFlag({QStringLiteral("h"), QStringLiteral("help")}, QStringLiteral("Show this text."));
}

void Arguments::addFlag(const QStringList& names, const QString& description)
{
    m_parser.addOption(QCommandLineOption(names, description));
    m_declared.append({names, {}, description});
}

void Arguments::addOption(const QStringList& names, const QString& valueName, const QString& description)
{
    m_parser.addOption(QCommandLineOption(names, description, valueName));
    m_declared.append({names, valueName, description});
}

void Arguments::addPositional(const QString& name, const QString& description)
{
    m_parser.addPositionalArgument(name, description);
    m_positionals += name;
}

bool Arguments::parse(const QStringList& arguments)
{
    const bool understood = m_parser.parse(QStringList(QStringLiteral("enlarger-cli")) + arguments);
    if (m_parser.isSet(QStringLiteral("help"))) {
        if (!tellSurvey(m_declared, m_positionals))
            printOut(helpText().toStdString());
        return false;
    }
    if (!understood) {
        const bool unknown = !m_parser.unknownOptionNames().isEmpty();
        fail(unknown ? unknownOptionText() : m_parser.errorText());
    }
    return understood;
}

void Arguments::presume(const QString& name, const QString& value)
{
    if (!m_parser.isSet(name))
        m_presumed.insert(name, value);
}

QString Arguments::text(const QString& name) const
{
    return m_parser.isSet(name) ? m_parser.value(name) : m_presumed.value(name);
}

QString Arguments::unknownOptionText() const
{
    const QString name = m_parser.unknownOptionNames().constFirst();
    QString text = QStringLiteral("there is no option '%1%2'")
                       .arg(name.size() > 1 ? QStringLiteral("--") : QStringLiteral("-"), name);
    QStringList known;
    for (const DeclaredOption& option : m_declared)
        known += option.names.last();
    if (const QString near = suggestion(name, known); !near.isEmpty())
        text += QStringLiteral(". Did you mean '--%1'?").arg(near);
    return text;
}

std::optional<int> Arguments::integer(const QString& name, int least, int most)
{
    if (!has(name))
        return {};
    bool isNumber = false;
    const int value = text(name).toInt(&isNumber);
    if (isNumber && value >= least && value <= most)
        return value;
    fail(QStringLiteral("--%1 takes a whole number from %2 to %3, not '%4'")
             .arg(name)
             .arg(least)
             .arg(most)
             .arg(text(name)));
    return {};
}

std::optional<double> Arguments::number(const QString& name, double least, double most)
{
    if (!has(name))
        return {};
    bool isNumber = false;
    const double value = text(name).toDouble(&isNumber);
    if (isNumber && std::isfinite(value) && value >= least && value <= most)
        return value;
    fail(QStringLiteral("--%1 takes a number from %2 to %3, not '%4'")
             .arg(name)
             .arg(least)
             .arg(most)
             .arg(text(name)));
    return {};
}

QString Arguments::choice(const QString& name, const QStringList& choices)
{
    if (!has(name))
        return choices.constFirst();
    QString value = text(name).toLower();
    if (choices.contains(value))
        return value;
    fail(QStringLiteral("--%1 takes %2, not '%3'").arg(name, choices.join(QStringLiteral(", ")), text(name)));
    return choices.constFirst();
}

std::filesystem::path Arguments::outputFile()
{
    const QString name = text(QStringLiteral("output"));
    if (name == QLatin1String("-"))
        fail(QStringLiteral("-o -: this command does not write to standard output; name a file"));
    return toPath(name);
}

void Arguments::exclusive(const QStringList& names)
{
    QStringList given;
    for (const QString& name : names)
        if (has(name))
            given += QStringLiteral("--") + name;
    if (given.size() > 1)
        fail(QStringLiteral("%1 cannot be given together; choose one")
                 .arg(given.join(QStringLiteral(" and "))));
}

void Arguments::fail(const QString& complaint)
{
    if (m_complaint.isEmpty())
        m_complaint = complaint;
}

int Arguments::exitCode() const
{
    if (!isWrong())
        return ExitDone;
    const QString command = m_synopsis.section(QLatin1Char(' '), 0, 0);
    const bool closed = m_complaint.endsWith(QLatin1Char('?')) || m_complaint.endsWith(QLatin1Char('.'));
    printErr(QStringLiteral("enlarger-cli: %1%2").arg(m_complaint, closed ? QString() : QStringLiteral(".")));
    printErr(QStringLiteral("'enlarger-cli %1 --help' lists what can be given.").arg(command));
    return ExitUsage;
}

QString Arguments::helpText() const
{
    // The parser's own text begins with its usage line, which ours replaces.
    const QString options = m_parser.helpText().section(QLatin1Char('\n'), 1);
    return QStringLiteral("Usage: enlarger-cli %1\n\n%2\n%3")
        .arg(m_synopsis, m_description, options)
        .trimmed();
}

QString suggestion(const QString& typed, const QStringList& known)
{
    std::vector<std::string> names;
    for (const QString& name : known)
        names.push_back(name.toStdString());
    return QString::fromStdString(nearestName(typed.toStdString(), names));
}

} // namespace enlarger::cli
