// SPDX-License-Identifier: GPL-3.0-or-later
// Which network a file of another architecture holds: the right name, and never a wrong one.
#include "core/weights/weights.h"
#include "tests/core/weights/weights_material.h"
#include "tests/support/test_files.h"

#include <QRegularExpression>
#include <QtTest>

using namespace enlarger;
using namespace enlarger::tests;
using weights::StateDict;

namespace {

struct Published
{
    QString name;    // what the message must call it
    QString variant; // of several in the file
    StateDict tensors;
};

/// tests/data/weights/architectures.txt. The tensors have their sizes but take no memory.
std::vector<Published> published()
{
    std::vector<Published> all;
    const QString text = QString::fromStdString(bytesOf(dataFile("weights/architectures.txt")));
    for (const QString& line : text.split('\n', Qt::SkipEmptyParts)) {
        if (line.startsWith('#'))
            continue;
        if (line.startsWith('[')) {
            all.push_back({line.section(']', 0, 0).mid(1), line.section("] ", 1), {}});
            continue;
        }
        std::vector<std::int64_t> sizes;
        for (const QString& size : line.section(':', 1).split(',', Qt::SkipEmptyParts))
            sizes.push_back(size.toLongLong());
        all.back().tensors.add(line.section(':', 0, 0).toStdString(),
                               torch::scalar_tensor(0.0).expand(sizes));
    }
    return all;
}

/// "a RealPLKSR network", empty where none is named.
QString nameOf(const StateDict& tensors)
{
    weights::WeightsFile file;
    file.tensors = tensors;
    const auto known = weights::recognise(file);
    if (known)
        return "taken for " + QString::number(int(known->spec.architecture));
    static const QRegularExpression named("the file holds an? (.*) network");
    return named.match(QString::fromStdString(known.error().what)).captured(1);
}

StateDict without(const StateDict& tensors, const std::string& left)
{
    StateDict rest;
    for (const auto& [name, tensor] : tensors.entries())
        if (name != left)
            rest.add(name, tensor);
    return rest;
}

StateDict prefixed(const StateDict& tensors, const std::string& prefix)
{
    StateDict result;
    for (const auto& [name, tensor] : tensors.entries())
        result.add(prefix + name, tensor);
    return result;
}

} // namespace

class ForeignArchitecturesTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void areNamed_data()
    {
        QTest::addColumn<int>("index");
        const auto all = published();
        QVERIFY(all.size() > 50);
        for (std::size_t i = 0; i < all.size(); ++i)
            QTest::newRow(qPrintable(all[i].name + ' ' + all[i].variant)) << int(i);
    }
    void areNamed()
    {
        QFETCH(int, index);
        const Published network = published().at(std::size_t(index));
        QCOMPARE(nameOf(network.tensors), network.name);
        QCOMPARE(nameOf(prefixed(network.tensors, "module.")), network.name);
        for (const auto& [name, tensor] : network.tensors.entries()) {
            const QString rest = nameOf(without(network.tensors, name));
            QVERIFY2(rest.isEmpty() || rest == network.name,
                     qPrintable(QString("%1 without %2").arg(rest, QString::fromStdString(name))));
        }
    }

    void oneMarkIsNotEnough() // what two architectures share names neither
    {
        for (const char* shared :
             {"layers.0.residual_group.blocks.0.norm1.weight", "before_RG.1.weight", "conv_after_body.weight",
              "head.0.weight", "body.0.encoder.attn.temperature", "net.0.weight", "conv0.weight",
              "layers.0.blocks.0.attn.attns.0.rpe_biases", "quantize.embedding.weight"}) {
            StateDict one;
            one.add(shared, torch::zeros({4, 3, 3, 3}));
            QVERIFY2(nameOf(one).isEmpty(), shared);
        }
    }

    void oursThatAreIncompleteAreNamed_data()
    {
        QTest::addColumn<QStringList>("names");
        QTest::newRow("SPAN") << QStringList{"conv_1.sk", "block_1.c1_r.sk", "conv_cat", "upsampler.0"};
        QTest::newRow("RealPLKSR") << QStringList{"feats.0", "feats.1.lk.conv", "feats.1.refine",
                                                  "feats.1.norm"};
        QTest::newRow("SwinIR") << QStringList{
            "conv_first", "layers.0.residual_group.blocks.0.norm1",
            "layers.0.residual_group.blocks.0.attn.relative_position_bias_table"};
        QTest::newRow("DAT") << QStringList{"conv_first", "before_RG.1", "conv_after_body",
                                            "layers.0.blocks.0.attn.channel_interaction.1"};
        QTest::newRow("OmniSR") << QStringList{"residual_layer.0.residual_layer.0.layer.0.fn.0", "input",
                                               "output", "up.0"};
    }
    void oursThatAreIncompleteAreNamed()
    {
        QFETCH(QStringList, names);
        weights::WeightsFile file;
        for (const QString& name : names)
            file.tensors.add(name.toStdString() + ".weight", torch::zeros({4, 3, 3, 3}));
        const auto known = weights::recognise(file);
        QVERIFY(!known);
        const QString what = QString::fromStdString(known.error().what);
        QVERIFY2(what.contains(QString("looks like ") + QTest::currentDataTag()), qPrintable(what));
        QVERIFY2(what.contains("missing") || what.contains("not complete"), qPrintable(what));
    }

    void oursWithMoreAreNamed() // all of RRDBNet's tensors, and others
    {
        const auto network = randomNetwork({.features = 8, .blocks = 2, .growth = 4});
        StateDict tensors = weights::stateDict(*network);
        for (const char* name : {"f_HR_conv0.0", "f_HR_conv1.0", "b_fea_conv", "b_concat_1"})
            tensors.add(name + std::string(".weight"), torch::zeros({8, 8, 3, 3}));
        QCOMPARE(nameOf(tensors), "SPSR");
    }
};

QTEST_GUILESS_MAIN(ForeignArchitecturesTest)
#include "foreign_architectures_test.moc"
