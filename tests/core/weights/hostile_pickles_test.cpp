// SPDX-License-Identifier: GPL-3.0-or-later
// Malicious pickles and archives around them: each is refused, runs nothing and takes no memory to speak of.
#include "tests/core/weights/hostile_material.h"
#include "tests/support/test_files.h"

using namespace enlarger;
using namespace enlarger::tests;

class HostilePicklesTest : public QObject, private HostileFolder
{
    Q_OBJECT

private Q_SLOTS:
    void init() { noteMemory(); }
    void cleanup() { checkMemory(); }

    void nothingIsRun()
    {
        const auto proof = file("proof");
        const std::string call = text("touch " + proof.string());
        for (const char* global : {"cposix\nsystem\n", "cos\nsystem\n", "c__builtin__\neval\n",
                                   "cbuiltins\nexec\n", "csubprocess\nPopen\n", "ctorch.hub\nload\n"}) {
            const std::string pickle = "\x80\x02"s + global + call + "\x85R.";
            for (const std::string& bytes : {pickle, legacyPth(pickle, oneStorage(1, 1))}) {
                const QString said = errorText(bytes);
                const QString name = QString(global).mid(1).trimmed().replace('\n', '.');
                QVERIFY2(said.contains(name), qPrintable(said));
            }
            writeZip(file("call.pth"), {{"a/data.pkl", pickle}, {"a/version", "3\n"}});
            QVERIFY(!refusalOf(file("call.pth")).isEmpty());
        }
        const std::string stacked = "\x80\x04\x8c\x05posix\x8c\x06system\x93"s + call + "\x85R.";
        QVERIFY(errorText(stacked).contains("posix.system"));
        QVERIFY(!std::filesystem::exists(proof));
    }

    void wellMadeIsRead() // the builders above make good files as well
    {
        QVERIFY(errorText(legacyPth(tensorPickle(6, 0, {2, 3}, {3, 1}), oneStorage(6, 6))).isEmpty());
        writeZip(file("good.pth"),
                 {{"a/data.pkl", tensorPickle(6, 0, {2, 3}, {3, 1})}, {"a/data/0", std::string(24, '\1')}});
        QVERIFY(refusalOf(file("good.pth")).isEmpty());
    }

    void lyingTensors_data()
    {
        QTest::addColumn<qint64>("count");
        QTest::addColumn<qint64>("offset");
        QTest::addColumn<QList<qint64>>("sizes");
        QTest::addColumn<QList<qint64>>("strides");
        const qint64 most = std::numeric_limits<qint64>::max();
        QTest::newRow("beyond") << 6ll << 0ll << QList<qint64>{2, 4} << QList<qint64>{4, 1};
        QTest::newRow("offset") << 6ll << 1ll << QList<qint64>{6} << QList<qint64>{1};
        QTest::newRow("negative offset") << 6ll << -1ll << QList<qint64>{2} << QList<qint64>{1};
        QTest::newRow("negative stride") << 6ll << 5ll << QList<qint64>{2} << QList<qint64>{-1};
        QTest::newRow("negative size") << 6ll << 0ll << QList<qint64>{-2} << QList<qint64>{1};
        QTest::newRow("overflow") << 6ll << 0ll << QList<qint64>{most, most} << QList<qint64>{most, most};
        QTest::newRow("overflow to 0")
            << 6ll << 0ll << QList<qint64>{1ll << 32, 1ll << 32} << QList<qint64>{0, 0};
        QTest::newRow("stride overflow") << 6ll << 0ll << QList<qint64>{3} << QList<qint64>{most};
        QTest::newRow("bomb of views") << 6ll << 0ll << QList<qint64>{1ll << 30} << QList<qint64>{0};
        QTest::newRow("empty and huge")
            << 6ll << 0ll << QList<qint64>{0, most, most} << QList<qint64>{1, 1, 1};
        QTest::newRow("strides missing") << 6ll << 0ll << QList<qint64>{2, 2} << QList<qint64>{1};
        QTest::newRow("count") << (1ll << 39) << 0ll << QList<qint64>{2} << QList<qint64>{1};
        QTest::newRow("negative count") << -6ll << 0ll << QList<qint64>{2} << QList<qint64>{1};
        QTest::newRow("dimensions") << 6ll << 0ll << QList<qint64>(40, 1) << QList<qint64>(40, 1);
    }
    void lyingTensors()
    {
        QFETCH(qint64, count);
        QFETCH(qint64, offset);
        QFETCH(QList<qint64>, sizes);
        QFETCH(QList<qint64>, strides);
        const std::string pickle =
            tensorPickle(count, offset, {sizes.begin(), sizes.end()}, {strides.begin(), strides.end()});
        QVERIFY(!errorText(legacyPth(pickle, oneStorage(count, 6))).isEmpty());
        QVERIFY(!errorText(legacyPth(pickle, oneStorage(6, 6))).isEmpty());
        writeZip(file("lie.pth"), {{"a/data.pkl", pickle}, {"a/data/0", std::string(24, '\1')}});
        QVERIFY(!refusalOf(file("lie.pth")).isEmpty());
    }

    void oddPickles_data()
    {
        QTest::addColumn<QByteArray>("pickle");
        const auto row = [](const char* tag, const std::string& body) {
            QTest::newRow(tag) << QByteArray::fromStdString("\x80\x02" + body);
        };
        row("nested lists", std::string(300'000, ']') + std::string(299'999, 'a') + '.');
        row("nested tuples", ")" + std::string(200'000, '\x85') + '.');
        row("nested marks", std::string(300'000, '(') + ".");
        row("lists without end", std::string(300'000, ']') + ".");
        row("empty", ".");
        row("pop of nothing", "0.");
        row("tuple of nothing", "\x87.");
        row("append to nothing", "Na.");
        row("items without a dictionary", "NNs.");
        row("odd items", "}(Nu.");
        row("memo of nothing", "q\1.");
        row("memo not there", "h\1.");
        row("far memo", "Nr\xff\xff\xff\xff"
                        "j\xff\xff\xff\xff"
                        ".");
        row("a dictionary inside itself", "}q" + "\0"s + text("params") + "h" + "\0"s + "s.");
        row("a list inside itself", "]q" + "\0"s + "h" + "\0"s + "a.");
        row("long text", "X\xff\xff\xff\xff"
                         "abc.");
        row("longer text", "\x8d\xff\xff\xff\xff\xff\xff\xff\xff"
                           "abc.");
        row("call of a number", "K\1)R.");
        row("call without a tuple", "ccollections\nOrderedDict\nNR.");
        row("parameter of nothing", "ctorch._utils\n_rebuild_parameter\n)R.");
        row("tensor of nothing", "ctorch._utils\n_rebuild_tensor_v2\n)R.");
        row("size of a number", "ctorch\nSize\nK\1\x85R.");
        row("a storage called", "ctorch\nFloatStorage\n)R.");
        row("id of nothing", ")Q.");
        row("state of a number", "K\1Nb.");
        row("unknown instruction", "i.");
        row("name without end", "ctorch");
        row("only a number", "K\1.");
        row("only a list", "].");
        row("an empty dictionary", "}.");
        row("no strings as keys", "}K\1K\2s.");
    }
    void oddPickles()
    {
        QFETCH(QByteArray, pickle);
        QVERIFY(!errorText(pickle.toStdString()).isEmpty());
        QVERIFY(!errorText(legacyPth(pickle.toStdString(), oneStorage(1, 1))).isEmpty());
        writeZip(file("odd.pth"), {{"a/data.pkl", pickle.toStdString()}});
        QVERIFY(!refusalOf(file("odd.pth")).isEmpty());
    }

    void zips()
    {
        const std::string pickle = tensorPickle(6, 0, {2, 3}, {3, 1});
        const std::string data(24, '\1');
        const auto said = [&](const std::vector<ZipEntry>& entries) {
            writeZip(file("zip.pth"), entries);
            return refusalOf(file("zip.pth"));
        };
        QVERIFY(said({{"a/data.pkl", pickle}, {"a/constants.pkl", "\x80\x02)."}, {"a/data/0", data}})
                    .contains("TorchScript"));
        QVERIFY(said({{"a/data.pkl", pickle}, {"a/code/__torch__.py", "x"}, {"a/data/0", data}})
                    .contains("TorchScript"));
        QVERIFY(
            said({{"a/data.pkl", pickle}, {"b/data.pkl", pickle}, {"a/data/0", data}}).contains("several"));
        QVERIFY(said({{"a/data.pkl", pickle}}).contains("data/0"));
        QVERIFY(said({{"a/data.pkl", pickle}, {"a/data/0", data + "more"}}).contains("data/0"));
        QVERIFY(said({{"a/data.pkl", pickle}, {"a/data/0", data}, {"a/byteorder", "big"}})
                    .contains("big-endian"));
        QVERIFY(said({{"word/document.xml", "<x/>"}}).contains("data.pkl"));
        const std::string zeros(64 << 20, '\0');
        QVERIFY(said({{"a/data.pkl", tensorPickle(16 << 20, 0, {16 << 20}, {1})}, {"a/data/0", zeros, true}})
                    .contains("larger than the file"));
        QVERIFY(said({{"a/data.pkl", zeros, true}, {"a/data/0", data}}).contains("bomb"));
        // Modest compression is what somebody's archiver does.
        QVERIFY(said({{"a/data.pkl", pickle, true}, {"a/data/0", data, true}}).isEmpty());
        noteMemory(); // the test's own zeros
    }
};

QTEST_GUILESS_MAIN(HostilePicklesTest)
#include "hostile_pickles_test.moc"
