// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/files/named_output.h"
#include "app/files/output_names.h"

#include <QTemporaryDir>
#include <QTest>

#include <fstream>

using namespace enlarger::app;
namespace fs = std::filesystem;
using Action = OutputName::Action;

class OutputNamesTest : public QObject
{
    Q_OBJECT

private:
    QTemporaryDir m_folder;
    fs::path path(const std::string& name) const { return fs::path(m_folder.path().toStdString()) / name; }
    void touch(const std::string& name) const { std::ofstream(path(name)) << name; }

private Q_SLOTS:
    void init() { m_folder = QTemporaryDir(); }

    void takesAFreeName()
    {
        for (const IfExists rule : {IfExists::Ask, IfExists::Skip, IfExists::Rename, IfExists::Overwrite}) {
            const OutputName output = OutputNames(rule).choose(path("a.png"));
            QCOMPARE(output.file, path("a.png"));
            QVERIFY(output.action == Action::Write && output.note.empty());
        }
    }

    void followsTheRuleForATakenOne()
    {
        touch("a.png");
        touch("a-2.png");
        QVERIFY(OutputNames(IfExists::Skip).choose(path("a.png")).action == Action::Skip);
        const OutputName overwritten = OutputNames(IfExists::Overwrite).choose(path("a.png"));
        QVERIFY(overwritten.action == Action::Replace);
        QCOMPARE(overwritten.file, path("a.png"));
        const OutputName renamed = OutputNames(IfExists::Rename).choose(path("a.png"));
        QVERIFY(renamed.action == Action::Write);
        QCOMPARE(renamed.file, path("a-3.png"));
        QVERIFY(!renamed.note.empty());
        QCOMPARE(OutputNames(IfExists::Ask).choose(path("a.png")).file, path("a-3.png")); // nobody to ask
    }

    void countsOnFromTheFilesThatAreThere()
    {
        const auto wanted = [this](int n) { return path("a" + std::to_string(n) + ".png"); };
        touch("a1.png");
        touch("a3.png");
        OutputNames names(IfExists::Skip);
        names.claim(path("a4.png"));
        QCOMPARE(names.firstFree(wanted), path("a2.png"));
        QCOMPARE(names.firstFree(wanted), path("a5.png"));
        const auto other = [this](int n) { return path("b" + std::to_string(n) + ".png"); };
        QCOMPARE(names.firstFree(other), path("b1.png"));
        const auto without = [this](int) { return path("a1.png"); };
        QCOMPARE(names.firstFree(without), path("a1.png"));
    }

    void templatesWithACounterGetOne()
    {
        const auto name = NameTemplate::parse("{name}_{counter}");
        QVERIFY(name && name->hasCounter());
        OutputNames names(IfExists::Overwrite);
        const auto next = [&](const char* photo) {
            NameFields fields;
            fields.name = photo;
            return nameOutput(names, *name, fields, enlarger::image::PhotoFormat::Png, path(""))
                .file.filename();
        };
        touch("a_0001.png");
        QCOMPARE(next("a").string(), "a_0002.png");
        QCOMPARE(next("a").string(), "a_0003.png");
        QCOMPARE(next("b").string(), "b_0001.png");
    }

    // By another program, while the result was being made.
    void saysWhatHappensWhereANameIsTakenAtLast()
    {
        touch("source.png");
        const auto chosen = [this](IfExists rule, const std::string& name) {
            OutputNames names(rule, [](const fs::path&) { return IfExists::Overwrite; });
            names.protect(path("source.png"));
            return names.choose(path(name)).ifTaken;
        };
        QVERIFY(chosen(IfExists::Skip, "a.png") == IfExists::Skip);
        QVERIFY(chosen(IfExists::Rename, "a.png") == IfExists::Rename);
        QVERIFY(chosen(IfExists::Overwrite, "a.png") == IfExists::Overwrite);
        QVERIFY(chosen(IfExists::Overwrite, "source.png") == IfExists::Rename); // another name was needed
        QVERIFY(chosen(IfExists::Ask, "a.png") == IfExists::Rename);            // nobody asked
        touch("a.png");
        QVERIFY(chosen(IfExists::Ask, "a.png") == IfExists::Overwrite); // and answered
        const OutputName renamed = OutputNames(IfExists::Rename).choose(path("a.png"));
        QCOMPARE(renamed.file, path("a-2.png"));
        QCOMPARE(renamed.numbered, path("a.png")); // so that the next is no a-2-2.png
    }

    void asksWhereThereIsSomebody()
    {
        touch("a.png");
        int asked = 0;
        OutputNames names(IfExists::Ask, [&](const fs::path& file) {
            ++asked;
            return file == path("a.png") ? IfExists::Skip : IfExists::Overwrite;
        });
        QVERIFY(names.choose(path("a.png")).action == Action::Skip);
        QVERIFY(names.choose(path("free.png")).action == Action::Write);
        QCOMPARE(asked, 1);
    }

    void neverGivesANameTwice()
    {
        for (const IfExists rule : {IfExists::Skip, IfExists::Rename, IfExists::Overwrite}) {
            OutputNames names(rule);
            QCOMPARE(names.choose(path("a.png")).file, path("a.png"));
            QCOMPARE(names.choose(path("a.png")).file, path("a-2.png"));
            QCOMPARE(names.choose(path("./a.png")).file.filename(), fs::path("a-3.png"));
            QCOMPARE(names.choose(path("A.png")).file, path("A-4.png")); // one name on a memory card
        }
    }

    void aSecondRunWithSkipFindsTheSameNames()
    {
        touch("a.png");
        touch("a-2.png");
        OutputNames names(IfExists::Skip);
        QVERIFY(names.choose(path("a.png")).action == Action::Skip);
        const OutputName second = names.choose(path("a.png"));
        QCOMPARE(second.file, path("a-2.png"));
        QVERIFY(second.action == Action::Skip);
    }

    void keepsSources()
    {
        touch("photo.png");
        fs::create_symlink(path("photo.png"), path("link.png"));
        fs::create_hard_link(path("photo.png"), path("hard.png"));
        fs::create_directory(path("folder"));
        fs::create_directory_symlink(path("."), path("here"));
        for (const char* name :
             {"photo.png", "link.png", "hard.png", "folder/../photo.png", "here/photo.png"}) {
            OutputNames names(IfExists::Overwrite);
            names.protect(path("photo.png"));
            const OutputName output = names.choose(path(name));
            QVERIFY2(output.action == Action::Write, name);
            QVERIFY2(!fs::exists(output.file), name);
            QVERIFY(output.note.find("source") != std::string::npos);
        }
    }

    void doesNotReplaceFoldersOrFollowDeadLinks()
    {
        fs::create_directory(path("a.png"));
        QCOMPARE(OutputNames(IfExists::Overwrite).choose(path("a.png")).file, path("a-2.png"));
        fs::create_symlink(path("nowhere"), path("b.png"));
        QCOMPARE(OutputNames(IfExists::Rename).choose(path("b.png")).file, path("b-2.png"));
    }
};

QTEST_GUILESS_MAIN(OutputNamesTest)
#include "output_names_test.moc"
