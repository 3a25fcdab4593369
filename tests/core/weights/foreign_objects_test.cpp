// SPDX-License-Identifier: GPL-3.0-or-later
// What stands in checkpoints beside the weights: passed over, never made, and told once.
#include "tests/core/weights/hostile_material.h"
#include "tests/support/test_files.h"

using namespace enlarger;
using namespace enlarger::tests;

namespace {

/// Protocol 2: {'params_ema': {'w': a tensor of 2 x 3}, 'rest': what `instructions` make}.
std::string checkpoint(const std::string& instructions)
{
    const std::string tensor = tensorPickle(6, 0, {2, 3}, {3, 1}); // "\x80\x02" ... "."
    return "\x80\x05}"s + text("params_ema") + tensor.substr(2, tensor.size() - 3) + 's' + text("rest") +
           instructions + "s.";
}

std::string shortText(const std::string& value) // SHORT_BINUNICODE
{
    return '\x8c' + std::string(1, char(value.size())) + value;
}

} // namespace

class ForeignObjectsTest : public QObject, private HostileFolder
{
    Q_OBJECT

private:
    Result<weights::WeightsFile> readZip(const std::string& pickle)
    {
        writeZip(file("net.pth"), {{"a/data.pkl", pickle}, {"a/data/0", std::string(24, '\1')}});
        return weights::readWeights(file("net.pth"));
    }
    Result<weights::WeightsFile> readLegacy(const std::string& pickle)
    {
        writeBytes(file("old.pth"), legacyPth(pickle, oneStorage(6, 6)));
        return weights::readWeights(file("old.pth"));
    }

private Q_SLOTS:
    void init() { noteMemory(); }
    void cleanup() { checkMemory(); }

    void arePassedOver_data()
    {
        QTest::addColumn<QByteArray>("instructions");
        QTest::addColumn<QString>("noted"); // empty: nothing is said
        const auto row = [](const char* tag, const std::string& instructions, const char* noted) {
            QTest::newRow(tag) << QByteArray::fromStdString(instructions) << noted;
        };
        row("a number", "K\x07", "");
        row("a set", "\x8f(K\1K\2\x90", "");
        row("a frozen set", "(K\1K\2\x91", "");
        row("bytes", "B\3\0\0\0abc"s, "");
        row("8-byte bytes", "\x8e\3\0\0\0\0\0\0\0abc"s, "");
        row("a byte array", "\x96\3\0\0\0\0\0\0\0abc"s, "");
        row("a buffer", "\x97\x98", "");
        row("a huge number", "\x8b\x0a\0\0\0abcdefghij"s, "");
        row("numbers as text", "(I5\nI01\nF0.5\nL7L\nS'x'\nVy\nt", "");
        row("a list of protocol 0", "(K\1K\2l", "");
        row("a dictionary of protocol 0", "(K\1K\2d", "");
        row("a counter", "ccollections\nCounter\n}K\1K\2s\x85R", "");
        row("a default dictionary", "ccollections\ndefaultdict\nc__builtin__\ndict\n\x85RK\1K\2s", "");
        row("a dtype", "ctorch\nfloat32\n", "");
        row("twice the same",
            "K\1"
            "2\x86",
            "");
        row("put away",
            "(K\1K\2"
            "1N",
            "");
        row("NumPy's number",
            "cnumpy.core.multiarray\nscalar\ncnumpy\ndtype\n" + text("f8") + "K\0K\1\x87R(K\3"s + text("<") +
                "NNNtbU\x08"
                "12345678\x86R",
            "\"numpy.core.multiarray.scalar\" and \"numpy.dtype\"");
        row("a Namespace", "cargparse\nNamespace\n)\x81}" + text("scale") + "K\4sb", "argparse.Namespace");
        row("with keywords", "cpathlib\nPath\n)}\x92", "pathlib.Path");
        row("of protocol 4", shortText("lightning.callbacks") + shortText("ModelCheckpoint") + "\x93)\x81}b",
            "lightning.callbacks.ModelCheckpoint");
        row("INST", "(K\1itraceback\nThing\n", "traceback.Thing");
        row("OBJ", "(cold.style\nClass\nK\1o", "old.style.Class");
        row("an extension", "\x82\1)R", "copyreg.extension");
        row("a wide extension", "\x84\1\0\0\0)\x81"s, "copyreg.extension");
        row("a dictionary of another class", "ceasydict\nEasyDict\n)\x81(K\1K\2u", "easydict.EasyDict");
        row("a list of another class", "comegaconf\nListConfig\n)\x81(K\1K\2e", "omegaconf.ListConfig");
        row("a call of a call", "cfunctools\npartial\ncos\nsystem\n\x85R)R", "functools.partial");
        row("a class alone", "cbasicsr.models\nSRModel\n", "basicsr.models.SRModel");
    }
    void arePassedOver()
    {
        QFETCH(QByteArray, instructions);
        QFETCH(QString, noted);
        const std::string pickle = checkpoint(instructions.toStdString());
        for (const auto& read : {readZip(pickle), readLegacy(pickle)}) {
            ENLARGER_VERIFY(read);
            QCOMPARE(read->tensors.size(), std::size_t(1));
            QVERIFY(read->tensors.has("w"));
            QCOMPARE(read->notes.size(), std::size_t(noted.isEmpty() ? 0 : 1));
            if (!noted.isEmpty())
                QVERIFY2(QString::fromStdString(read->notes[0]).contains(noted), read->notes[0].c_str());
        }
    }

    void nothingIsRunBesideWeights()
    {
        const auto proof = file("proof");
        for (const char* how : {"R", "\x81"}) {
            const std::string call = "cposix\nsystem\n" + text("touch " + proof.string()) + "\x85" + how;
            const auto read = readZip(checkpoint(call));
            ENLARGER_VERIFY(read);
            QVERIFY(QString::fromStdString(read->notes.at(0)).contains("\"posix.system\""));
        }
        QVERIFY(!std::filesystem::exists(proof));
    }

    void tensorsOfOtherTypesAreRead() // parameters with attributes
    {
        const std::string tensor = tensorPickle(6, 0, {2, 3}, {3, 1});
        const std::string call = tensor.substr(tensor.find("(("));
        const std::string arguments = call.substr(0, call.find("Rs.")); // ... as a tuple
        const std::string typed = "\x80\x02}"s + text("w") + "ctorch._tensor\n_rebuild_from_type_v2\n(" +
                                  "ctorch._utils\n_rebuild_tensor_v2\nctorch.nn.parameter\nParameter\n" +
                                  arguments + "}tRs.";
        const auto read = readZip(typed);
        ENLARGER_VERIFY(read);
        QVERIFY(read->tensors.has("w") && read->notes.empty());
    }

    void wholeModelsAreRefusedWithAWayOut()
    {
        const std::string model = "cbasicsr.archs\nRRDBNet\n)\x81}b";
        for (const std::string& pickle :
             {"\x80\x02" + model + ".", "\x80\x02}"s + text("epoch") + "K\1s" + text("model") + model + "s."})
            for (const auto& read : {readZip(pickle), readLegacy(pickle)}) {
                QVERIFY(!read);
                const QString said = QString::fromStdString(read.error().text());
                QVERIFY2(said.contains("\"basicsr.archs.RRDBNet\"") &&
                             said.contains("torch.save(torch.load("),
                         qPrintable(said));
                QCOMPARE(said.contains("['model'].state_dict()"), pickle.find("epoch") != std::string::npos);
            }
    }

    void manyAreNotAllNamed()
    {
        std::string list = "(";
        for (int i = 0; i < 20; ++i)
            list += "cmodule\nClass" + std::to_string(i) + "\n";
        const auto read = readZip(checkpoint(list + "t"));
        ENLARGER_VERIFY(read);
        QVERIFY2(QString::fromStdString(read->notes.at(0)).contains("17 more"), read->notes[0].c_str());
        for (int i = 20; i < 3000; ++i)
            list += "cmodule\nClass" + std::to_string(i) + "\n";
        QVERIFY(!readZip(checkpoint(list + "t")));
    }

    void endlessStepsEnd() { QVERIFY(!readLegacy("\x80\x02" + std::string(11'000'000, '\x98') + "N.")); }
};

QTEST_GUILESS_MAIN(ForeignObjectsTest)
#include "foreign_objects_test.moc"
