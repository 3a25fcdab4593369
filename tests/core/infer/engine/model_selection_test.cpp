// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/infer/engine/model_selection.h"

#include <QTest>

using namespace enlarger;
using infer::ModelSelection;
using infer::NetworkFile;

class ModelSelectionTest : public QObject
{
    Q_OBJECT

private:
    static ModelSelection mixture(double strength)
    {
        ModelSelection selection;
        selection.modelName = "photo-x4";
        selection.network = {"faithful.safetensors", "aa"};
        selection.crisp = NetworkFile{"crisp.safetensors", "bb"};
        selection.strength = strength;
        return selection;
    }

private Q_SLOTS:
    void ofNothingHasNoName()
    {
        const ModelSelection none;
        QVERIFY(!none.isMixed());
        QCOMPARE(none.name(), "");
        QCOMPARE(none.hash(), "");
        QCOMPARE(none.strengthText(), "");
    }

    void aModelAloneIsCalledByItsName()
    {
        ModelSelection alone = mixture(0.5);
        alone.crisp = {};
        QVERIFY(!alone.isMixed());
        QCOMPARE(alone.name(), "photo-x4");
        QCOMPARE(alone.hash(), "aa");
        QCOMPARE(alone.strengthText(), "");
    }

    void mixturesHaveTheirStrengthInNameAndHash_data()
    {
        QTest::addColumn<double>("strength");
        QTest::addColumn<QString>("text");
        QTest::newRow("faithful") << 0.0 << "0";
        QTest::newRow("half") << 0.5 << "0.5";
        QTest::newRow("crisp") << 1.0 << "1";
        QTest::newRow("beyond") << 1.25 << "1.25";
        QTest::newRow("six digits") << 1.0 / 3.0 << "0.333333";
    }
    void mixturesHaveTheirStrengthInNameAndHash()
    {
        QFETCH(double, strength);
        QFETCH(QString, text);
        const ModelSelection selection = mixture(strength);
        QVERIFY(selection.isMixed());
        QCOMPARE(selection.strengthText(), text.toStdString());
        QCOMPARE(selection.name(), "photo-x4 at strength " + text.toStdString());
        QCOMPARE(selection.hash(), "aa+bb@" + text.toStdString());
    }

    void theEndsAreNotTheSame()
    {
        ModelSelection turned = mixture(0.5);
        std::swap(turned.network, *turned.crisp);
        QVERIFY(turned.hash() != mixture(0.5).hash());
        QVERIFY(!(turned == mixture(0.5)));
    }

    void isEqualWhereAllButTheDevicesStateIs()
    {
        const ModelSelection one = mixture(0.5);
        ModelSelection other = one;
        other.device.freeMemory = 1; // it was looked at another time
        QVERIFY(other == one);
        other.device.name = "cuda:0";
        QVERIFY(!(other == one));
        other = one;
        other.precision = device::Precision::Bf16;
        QVERIFY(!(other == one));
        other = one;
        other.strength = 0.25;
        QVERIFY(!(other == one));
        other = one;
        other.crisp->sha256 = "cc"; // the file was replaced
        QVERIFY(!(other == one));
        other = one;
        other.crisp = {};
        QVERIFY(!(other == one));
    }
};

QTEST_GUILESS_MAIN(ModelSelectionTest)
#include "model_selection_test.moc"
