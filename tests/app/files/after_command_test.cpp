// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/files/after_command.h"

#include <QTemporaryDir>
#include <QTest>

#include <fstream>
#include <sstream>

using namespace enlarger;
using namespace enlarger::app;

namespace fs = std::filesystem;

class AfterCommandTest : public QObject
{
    Q_OBJECT

private:
    QTemporaryDir m_folder;
    fs::path path(const std::string& name) const { return fs::path(m_folder.path().toStdString()) / name; }
    static std::string content(const fs::path& file)
    {
        std::ostringstream text;
        text << std::ifstream(file).rdbuf();
        return text.str();
    }
    static std::string complaint(const char* words)
    {
        const auto command = AfterCommand::parse(QString::fromUtf8(words));
        return command ? std::string() : command.error().text();
    }

private Q_SLOTS:
    void init() { m_folder = QTemporaryDir(); }

    void aNameIsOneArgumentWhateverIsInIt()
    {
        for (const char* name :
             {"plain.png", "two words.png", "$(touch hacked) ; \"quoted'.png", "-rf.png", "\xff.png"}) {
            std::ofstream(path(name)) << "photo";
            const auto command = AfterCommand::parse("cp -- {input} {output}.copy");
            QVERIFY(command);
            const Status run = command->run(path(name), path(name));
            QVERIFY2(run, run ? "" : run.error().text().c_str());
            QCOMPARE(content(path(std::string(name) + ".copy")), "photo");
        }
        QVERIFY(!fs::exists(path("hacked")));
    }

    void namesHoldNoPlaceholders()
    {
        std::ofstream(path("{output}")) << "photo"; // which is not filled in again
        const auto command = AfterCommand::parse("cp {input} {output}");
        QVERIFY(command);
        QVERIFY(command->run(path("{output}"), path("a")));
        QCOMPARE(content(path("a")), "photo");
    }

    void quotesMakeOneWord()
    {
        const auto command = AfterCommand::parse("sh -c \"printf x > \"\"\"$1\"\"\"\" sh {output}");
        QVERIFY(command);
        QVERIFY(command->run("in", path("a b")));
        QCOMPARE(content(path("a b")), "x");
    }

    void failuresAreTold()
    {
        const auto failing = AfterCommand::parse("sh -c \"exit 3\"");
        QVERIFY(failing);
        const Status run = failing->run("in", "out.png");
        QVERIFY(!run);
        QVERIFY2(run.error().text().find("'sh' ended with 3") != std::string::npos,
                 run.error().text().c_str());
        const auto killed = AfterCommand::parse("sh -c \"kill -9 $$\"");
        QVERIFY(killed);
        QVERIFY(killed->run("in", "out.png").error().text().find("signal 9") != std::string::npos);
    }

    void wrongOnesAreRefused()
    {
        QVERIFY(complaint("").find("is empty") != std::string::npos);
        QVERIFY(complaint("   ").find("is empty") != std::string::npos);
        QVERIFY(complaint("cp \"{input}").find("open quote") != std::string::npos);
        QVERIFY(complaint("no-such-program {output}").find("'no-such-program'") != std::string::npos);
        QVERIFY(complaint("cp {input} /tmp").empty());
    }
};

QTEST_GUILESS_MAIN(AfterCommandTest)
#include "after_command_test.moc"
