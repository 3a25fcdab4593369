// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/train/history/history_files.h"

#include <QDir>
#include <QTemporaryDir>
#include <QTest>

#include <bit>
#include <cstring>
#include <fstream>
#include <sstream>

using namespace enlarger;
using namespace enlarger::train;

namespace {

std::string contentOf(const std::filesystem::path& file)
{
    std::ostringstream text;
    text << std::ifstream(file, std::ios::binary).rdbuf();
    return text.str();
}

const HistoryPoint steps{HistoryPoint::Kind::Steps, 20, {{"pixel", 0.25}, {"total", 0.5}}};
const HistoryPoint halved{HistoryPoint::Kind::Event, 20, {{events::rate, 0.5}}};
const HistoryPoint validation{HistoryPoint::Kind::Validation, 20, {{"psnr", 31.5}}};

} // namespace

class HistoryFilesTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void tableGoesOn()
    {
        const QTemporaryDir folder;
        const std::filesystem::path file = folder.filePath("history.csv").toStdString();
        {
            const auto sink = openHistoryCsv(file);
            QVERIFY(sink);
            (*sink)(steps);
        }
        const auto sink =
            openHistoryCsv(file, {steps}); // a run goes on from a checkpoint that knows this point
        (*sink)(validation);
        QCOMPARE(contentOf(file),
                 std::string("step,kind,name,value\n20,steps,pixel,0.25\n20,steps,total,0.5\n"
                             "20,validation,psnr,31.5\n"));
        QVERIFY(openHistoryCsv(file)); // another run
        QCOMPARE(contentOf(file), std::string("step,kind,name,value\n"));
        QVERIFY(!openHistoryCsv(folder.filePath("missing/history.csv").toStdString()));
    }

    // A run that was killed in the middle of a line is read as well.
    void tablesAreRead()
    {
        const QTemporaryDir folder;
        const std::filesystem::path file = folder.filePath("history.csv").toStdString();
        {
            const auto sink = openHistoryCsv(file);
            (*sink)(steps);
            (*sink)(validation);
            (*sink)(halved);
        }
        QVERIFY((readHistoryCsv(file) == std::vector<HistoryPoint>{steps, validation, halved}));
        std::ofstream(file, std::ios::app) << "30,steps,total,";
        QCOMPARE(readHistoryCsv(file).size(), std::size_t(3));
        QVERIFY(readHistoryCsv(file / "nothing").empty());
    }

    void aWideTableHasAColumnForEachCurve()
    {
        const QTemporaryDir folder;
        const std::filesystem::path file = folder.filePath("history-wide.csv").toStdString();
        const auto sink = openWideCsv(file, {{HistoryPoint::Kind::Steps, 10, {{"total", 1.0}}}});
        QVERIFY(sink);
        QCOMPARE(contentOf(file), std::string("step,total\n10,1\n"));
        (*sink)(steps);
        (*sink)(validation);
        (*sink)(halved); // has no column
        (*sink)({HistoryPoint::Kind::Steps, 30, {{"total", 0.25}}});
        QCOMPARE(contentOf(file), std::string("step,total,pixel,validation psnr\n10,1,,\n20,0.5,0.25,31.5\n"
                                              "30,0.25,,\n"));
        (*sink)({HistoryPoint::Kind::RolledBack, 10, {}});
        QCOMPARE(contentOf(file), std::string("step,total,pixel,validation psnr\n10,1,,\n"));
        QVERIFY(!openWideCsv(folder.filePath("missing/history-wide.csv").toStdString()));
    }

    void tableForgetsWhatARollBackUndoes()
    {
        const QTemporaryDir folder;
        const std::filesystem::path file = folder.filePath("history.csv").toStdString();
        const auto sink = openHistoryCsv(file, {{HistoryPoint::Kind::Steps, 10, {{"total", 1.0}}}});
        QVERIFY(sink);
        (*sink)(steps);
        (*sink)(validation);
        (*sink)({HistoryPoint::Kind::RolledBack, 10, {}});
        (*sink)({HistoryPoint::Kind::Steps, 15, {{"total", 0.75}}});
        QCOMPARE(contentOf(file),
                 std::string("step,kind,name,value\n10,steps,total,1\n15,steps,total,0.75\n"));
    }

    // Sums are CRC-32C, masked as TensorFlow does it. The value was computed apart, by code that also gives
    // 0xE3069283 for "123456789" (the published check) and the sum of the length 24 that begins so many
    // files.
    void eventsAreTensorBoards()
    {
        const QTemporaryDir folder;
        const auto sink = openEventFile(folder.path().toStdString());
        QVERIFY(sink);
        sink->history(steps);
        const QStringList files = QDir(folder.path()).entryList(QDir::Files);
        QCOMPARE(files.size(), 1);
        QVERIFY(files.front().startsWith("events.out.tfevents."));
        const std::string bytes = contentOf(folder.filePath(files.front()).toStdString());
        std::uint64_t length = 0;
        std::uint32_t sum = 0;
        std::memcpy(&length, bytes.data(), 8);
        std::memcpy(&sum, bytes.data() + 8, 4);
        QCOMPARE(length, std::uint64_t(26)); // time 9, step 2, version 15
        QVERIFY(bytes.find("brain.Event:2") != std::string::npos);
        const std::size_t second = 8 + 4 + length + 4;
        std::memcpy(&length, bytes.data() + second, 8);
        QCOMPARE(length, std::uint64_t(15));                    // time 9, step 2, session 4
        const std::string start("\x10\x01\x3a\x02\x08\x01", 6); // step 1; field 7: field 1 is 1
        QVERIFY(bytes.find(start) != std::string::npos);
        const std::size_t third = second + 8 + 4 + length + 4;
        std::memcpy(&length, bytes.data() + third, 8);
        QCOMPARE(third + 8 + 4 + length + 4, bytes.size());
        const std::string half("\x15\x00\x00\x80\x3e", 5); // field 2, fixed32, 0.25
        QVERIFY(bytes.find("train/pixel" + half) != std::string::npos);
        QCOMPARE(sum, std::uint32_t(0x2DD89B12));

        sink->history(halved); // has no place there
        sink->history({HistoryPoint::Kind::RolledBack, 10, {}});
        const std::string more = contentOf(folder.filePath(files.front()).toStdString()).substr(bytes.size());
        QVERIFY(more.find(std::string("\x10\x0b\x3a\x02\x08\x01", 6)) != std::string::npos);

        sink->picture(20, "validation", 3, 2, "PNG");
        sink->text(0, "recipe", "*hello*");
        const std::string last = contentOf(folder.filePath(files.front()).toStdString());
        // Tag; field 4 of 11 bytes: height 2, width 3, RGB, 3 bytes.
        const std::string image("\x0a\x0avalidation\x22\x0b\x08\x02\x10\x03\x18\x03\x22\x03PNG", 25);
        QVERIFY(last.find(image) != std::string::npos);
        // A string tensor of the shape [1], and the plugin's name.
        const std::string tensor("\x42\x11\x08\x07\x12\x04\x12\x02\x08\x01\x42\x07*hello*", 19);
        QVERIFY(last.find("recipe/text_summary" + tensor) != std::string::npos);
        QVERIFY(last.find(std::string("\x4a\x08\x0a\x06\x0a\x04text", 10)) != std::string::npos);
    }
};

QTEST_GUILESS_MAIN(HistoryFilesTest)
#include "history_files_test.moc"
