// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/files/manifest.h"
#include "tests/support/test_files.h"

#include <QJsonDocument>
#include <QTemporaryDir>
#include <QTest>

#include <fstream>
#include <sys/wait.h>
#include <unistd.h>

using namespace enlarger::app;
namespace fs = std::filesystem;
using State = ManifestState;

class ManifestTest : public QObject
{
    Q_OBJECT

private:
    QTemporaryDir m_folder;
    fs::path path(const char* name) const { return fs::path(m_folder.path().toStdString()) / name; }

    static QJsonObject line(const QString& input, State state, const QString& reason = {})
    {
        return {{QStringLiteral("input"), input},
                {QStringLiteral("state"), QLatin1String(enlarger::nameOf(state))},
                {QStringLiteral("reason"), reason},
                {QStringLiteral("seconds"), 2.0}};
    }

private Q_SLOTS:
    void joins()
    {
        const auto write = [&](const char* name, const std::vector<QJsonObject>& lines) {
            auto manifest = Manifest::open(path(name));
            QVERIFY(manifest && manifest->add(lines));
        };
        write("a", {line(QStringLiteral("1"), State::Planned), line(QStringLiteral("2"), State::Planned),
                    line(QStringLiteral("3"), State::Planned)});
        write("a", {line(QStringLiteral("1"), State::Done),
                    line(QStringLiteral("2"), State::Failed, QStringLiteral("broken"))});
        write("b", {line(QStringLiteral("2"), State::Planned), line(QStringLiteral("2"), State::Done),
                    line(QStringLiteral("4"), State::Skipped)});
        const auto summary = readManifests({path("a"), path("b")});
        ENLARGER_VERIFY(summary);
        QCOMPARE(summary->entries.size(), std::size_t(4));
        QCOMPARE(summary->count(State::Done), 2); // 2 went well the second time
        QCOMPARE(summary->count(State::Skipped), 1);
        QCOMPARE(summary->count(State::Failed), 0);
        QCOMPARE(summary->count(State::Planned), 1);
        QCOMPARE(std::next(summary->entries.begin(), 2)->first, std::string("3"));
        QCOMPARE(summary->damagedLines, 0);
        QVERIFY(!readManifests({path("nowhere")}));
        QVERIFY(!readManifests({path("")}));
        QVERIFY(!Manifest::open(path("no/such/folder")));
    }

    void endsALineThatWasCut()
    {
        const auto written = [](const QJsonObject& one) {
            return QJsonDocument(one).toJson(QJsonDocument::Compact).toStdString();
        };
        const std::string cut = written(line(QStringLiteral("2"), State::Done));
        std::ofstream(path("cut")) << written(line(QStringLiteral("1"), State::Done)) << '\n'
                                   << cut.substr(0, cut.size() / 2);
        auto manifest = Manifest::open(path("cut"));
        QVERIFY(manifest && manifest->add({line(QStringLiteral("3"), State::Done)}));
        const auto summary = readManifests({path("cut")});
        ENLARGER_VERIFY(summary);
        QCOMPARE(summary->count(State::Done), 2);
        QCOMPARE(summary->damagedLines, 1);
    }

    void severalProgramsMixNoLines()
    {
        constexpr int programs = 4;
        constexpr int lines = 200;
        for (int program = 0; program < programs; ++program)
            if (::fork() == 0) {
                auto manifest = Manifest::open(path("shared"));
                bool isWritten = bool(manifest);
                for (int i = 0; i < lines && isWritten; ++i)
                    isWritten = bool(manifest->add({line(QStringLiteral("%1-%2").arg(program).arg(i),
                                                         State::Done, QString(3000, QLatin1Char('x')))}));
                ::_exit(isWritten ? 0 : 1);
            }
        for (int program = 0; program < programs; ++program) {
            int status = 0;
            ::wait(&status);
            QCOMPARE(status, 0);
        }
        const auto summary = readManifests({path("shared")});
        ENLARGER_VERIFY(summary);
        QCOMPARE(summary->count(State::Done), programs * lines);
        QCOMPARE(summary->damagedLines, 0);
    }
};

QTEST_GUILESS_MAIN(ManifestTest)
#include "manifest_test.moc"
