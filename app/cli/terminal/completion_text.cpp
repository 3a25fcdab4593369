// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/terminal/completion_text.h"

#include <QRegularExpression>

#include <algorithm>

namespace enlarger::cli {

namespace {

bool takesFile(const QString& placeholder)
{
    static const QRegularExpression files(
        QStringLiteral("\\b(FILE|FOLDER|LIST|CHECKPOINT|INPUT|MANIFEST|PHOTO|COMMAND)\\b"));
    return files.match(placeholder).hasMatch();
}

bool takesFiles(const SurveyedCommand& command)
{
    return std::ranges::any_of(command.positionals, takesFile);
}

QString withDashes(const QString& name)
{
    return (name.size() > 1 ? QStringLiteral("--") : QStringLiteral("-")) + name;
}

// The first sentence, on one line.
QString shortText(const DeclaredOption& option)
{
    QString text = option.description.simplified();
    if (const qsizetype end = text.indexOf(QStringLiteral(". ")); end > 0)
        text.truncate(end);
    if (text.endsWith(QLatin1Char('.')))
        text.chop(1);
    return text;
}

QString quoted(QString text) // for every shell of ours
{
    return QLatin1Char('\'') + text.replace(QLatin1Char('\''), QStringLiteral("'\\''")) + QLatin1Char('\'');
}

QStringList wordsBelow(const QList<SurveyedCommand>& commands, const QStringList& group)
{
    QStringList words;
    for (const SurveyedCommand& command : commands)
        if (command.words.size() == group.size() + 1 && command.words.mid(0, group.size()) == group)
            words += command.words.last();
    return words;
}

QStringList namesOf(const SurveyedCommand& command, bool (*counts)(const DeclaredOption&))
{
    QStringList names;
    for (const DeclaredOption& option : command.options)
        if (counts(option))
            for (const QString& name : option.names)
                names += withDashes(name);
    return names;
}

bool isAny(const DeclaredOption&)
{
    return true;
}

bool hasFile(const DeclaredOption& option)
{
    return takesFile(option.valueName);
}

bool hasOtherValue(const DeclaredOption& option)
{
    return !option.valueName.isEmpty() && !takesFile(option.valueName);
}

constexpr const char* head = "# SPDX-License-Identifier: GPL-3.0-or-later\n"
                             "# Made by 'enlarger-cli completion %1'.\n";

QString zshSpec(const DeclaredOption& option)
{
    QString text = shortText(option);
    for (const QChar special : {QLatin1Char('\\'), QLatin1Char('['), QLatin1Char(']'), QLatin1Char(':')})
        text.replace(special, QString(QLatin1Char('\\')) + special);
    QString value;
    if (!option.valueName.isEmpty())
        value = QStringLiteral(":%1:%2").arg(
            QString(option.valueName).replace(QLatin1Char(':'), QLatin1Char(' ')),
            takesFile(option.valueName) ? QStringLiteral("_files") : QStringLiteral(" "));
    QString specs;
    for (const QString& name : option.names) // which may be given again
        specs += QStringLiteral(" \\\n                %1")
                     .arg(quoted(QLatin1Char('*') + withDashes(name) + QLatin1Char('[') + text +
                                 QLatin1Char(']') + value));
    return specs;
}

} // namespace

QString bashCompletion(const QList<SurveyedCommand>& commands)
{
    QString cases;
    for (const SurveyedCommand& command : commands) {
        cases += QStringLiteral("        %1)\n").arg(quoted(command.words.join(QLatin1Char(' '))));
        if (command.isGroup)
            cases += QStringLiteral("            words='%1' ;;\n")
                         .arg(wordsBelow(commands, command.words).join(QLatin1Char(' ')));
        else
            cases += QStringLiteral("            words='%1'\n"
                                    "            files=' %2 '\n"
                                    "            values=' %3 '\n"
                                    "            takes_files=%4 ;;\n")
                         .arg(namesOf(command, isAny).join(QLatin1Char(' ')),
                              namesOf(command, hasFile).join(QLatin1Char(' ')),
                              namesOf(command, hasOtherValue).join(QLatin1Char(' ')),
                              takesFiles(command) ? QStringLiteral("yes") : QStringLiteral("no"));
    }
    QString groups;
    for (const SurveyedCommand& command : commands)
        if (command.isGroup)
            groups += command.words.join(QLatin1Char(' ')) + QLatin1Char('|');
    groups.chop(1);
    return QString::fromLatin1(head).arg(QStringLiteral("bash")) +
           QStringLiteral(R"(_enlarger_cli() {
    local current=${COMP_WORDS[COMP_CWORD]} before=${COMP_WORDS[COMP_CWORD - 1]}
    local command=${COMP_WORDS[1]} words='' files='' values='' takes_files=no
    COMPREPLY=()
    if [ "$COMP_CWORD" -eq 1 ]; then
        mapfile -t COMPREPLY < <(compgen -W '%1 --help --version' -- "$current")
        return
    fi
    case $command in
        %2) [ "$COMP_CWORD" -eq 2 ] || command+=" ${COMP_WORDS[2]}" ;;
    esac
    case $command in
%3    esac
    if [[ $files = *" $before "* ]]; then
        compopt -o default
    elif [[ $values = *" $before "* ]]; then
        return
    elif [[ $current = -* || -z $files ]]; then
        mapfile -t COMPREPLY < <(compgen -W "$words" -- "$current")
    elif [ "$takes_files" = yes ]; then
        compopt -o default
    fi
}
complete -F _enlarger_cli enlarger-cli
)")
               .arg(wordsBelow(commands, {}).join(QLatin1Char(' ')), groups, cases);
}

QString zshCompletion(const QList<SurveyedCommand>& commands)
{
    const auto describe = [&](const QStringList& group) {
        QString lines;
        for (const SurveyedCommand& command : commands)
            if (command.words.size() == group.size() + 1 && command.words.mid(0, group.size()) == group)
                lines += QStringLiteral(" \\\n                %1")
                             .arg(quoted(command.words.last() + QLatin1Char(':') + command.summary));
        return lines;
    };
    QString cases;
    for (const SurveyedCommand& command : commands) {
        cases += QStringLiteral("        %1)\n").arg(quoted(command.words.join(QLatin1Char(' '))));
        if (command.isGroup) {
            cases += QStringLiteral("            words_below=(%1)\n"
                                    "            _describe command words_below ;;\n")
                         .arg(describe(command.words));
            continue;
        }
        cases += QStringLiteral("            _arguments");
        for (const DeclaredOption& option : command.options)
            cases += zshSpec(option);
        if (takesFiles(command))
            cases += QStringLiteral(" \\\n                '*:file:_files'");
        cases += QStringLiteral(" ;;\n");
    }
    QString groups;
    for (const SurveyedCommand& command : commands)
        if (command.isGroup)
            groups += command.words.join(QLatin1Char(' ')) + QLatin1Char('|');
    groups.chop(1);
    return QStringLiteral("#compdef enlarger-cli\n") + QString::fromLatin1(head).arg(QStringLiteral("zsh")) +
           QStringLiteral(R"(_enlarger_cli() {
    local command=$words[2]
    local -a words_below
    if (( CURRENT == 2 )); then
        words_below=(%1 \
                '--help:show what there is' \
                '--version:say which version this is')
        _describe command words_below
        return
    fi
    shift words
    (( CURRENT-- ))
    case $command in
        %2)
            if (( CURRENT > 2 )); then
                command+=" $words[2]"
                shift words
                (( CURRENT-- ))
            fi ;;
    esac
    case $command in
%3    esac
}
_enlarger_cli "$@"
)")
               .arg(describe({}), groups, cases);
}

QString fishCompletion(const QList<SurveyedCommand>& commands)
{
    QString text = QString::fromLatin1(head).arg(QStringLiteral("fish")) + QStringLiteral(R"(
# Are these the words behind the program's name?
function __enlarger_cli_is
    set -l words (commandline -opc)
    test "$words[2..]" = "$argv"
end
function __enlarger_cli_begins
    set -l words (commandline -opc)
    set -l last (math (count $argv) + 1)
    test (count $words) -ge $last; and test "$words[2..$last]" = "$argv"
end
complete -c enlarger-cli -f
complete -c enlarger-cli -n __enlarger_cli_is -l help -d 'Show what there is'
complete -c enlarger-cli -n __enlarger_cli_is -l version -d 'Say which version this is'
)");
    for (const SurveyedCommand& command : commands) {
        const QString above = command.words.mid(0, command.words.size() - 1).join(QLatin1Char(' '));
        text += QStringLiteral("complete -c enlarger-cli -n %1 -a %2 -d %3\n")
                    .arg(quoted((QStringLiteral("__enlarger_cli_is ") + above).trimmed()),
                         command.words.last(), quoted(command.summary));
        const QString here =
            quoted(QStringLiteral("__enlarger_cli_begins ") + command.words.join(QLatin1Char(' ')));
        if (takesFiles(command))
            text += QStringLiteral("complete -c enlarger-cli -n %1 -F\n").arg(here);
        for (const DeclaredOption& option : command.options) {
            text += QStringLiteral("complete -c enlarger-cli -n %1").arg(here);
            for (const QString& name : option.names)
                text += (name.size() > 1 ? QStringLiteral(" -l ") : QStringLiteral(" -s ")) + name;
            if (takesFile(option.valueName))
                text += QStringLiteral(" -r -F");
            else if (!option.valueName.isEmpty())
                text += QStringLiteral(" -x");
            text += QStringLiteral(" -d %1\n").arg(quoted(shortText(option)));
        }
    }
    return text;
}

} // namespace enlarger::cli
