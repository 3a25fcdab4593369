// SPDX-License-Identifier: GPL-3.0-or-later
// Networks whose channels are not the photo's.
#include "core/image/read/photo_reader.h"
#include "core/infer/export/photo_upscaler.h"
#include "tests/core/infer/export/upscale_folder.h"
#include "tests/core/infer/small_models.h"
#include "tests/core/infer/synthetic_network.h"
#include "tests/support/test_files.h"

#include <QTest>

#include <algorithm>

using namespace enlarger;
using namespace enlarger::infer;
using namespace enlarger::tests;
using image::Image;

class NetworkChannelsTest : public QObject, private UpscaleFolder
{
    Q_OBJECT

private Q_SLOTS:
    void init() { openFolder(); }

    void networksThatColourGiveColours_data()
    {
        QTest::addColumn<int>("channels");
        QTest::addColumn<double>("factor");
        for (const int channels : {1, 2, 3, 4})
            for (const double factor : {2.0, 3.0}) // once, and twice with resampling
                QTest::addRow("%d channels x%g", channels, factor) << channels << factor;
    }
    void networksThatColourGiveColours()
    {
        QFETCH(int, channels);
        QFETCH(double, factor);
        const auto model = colouringModel();
        QVERIFY(model->traits().colourises());
        const Image picture = smoothPicture(50, 40, channels);
        auto request = options(picture);
        request.tile = 20;
        request.size.factor = factor;
        request.colourLock = true; // which would take the colours away again
        const auto plan = PhotoUpscaler(model).plan(request, m_gate);
        ENLARGER_VERIFY(plan);
        const auto saysSo = [](const std::string& note) {
            return note.find("colours of its own") != note.npos;
        };
        QVERIFY(std::ranges::any_of(plan->notes, saysSo));
        ENLARGER_VERIFY(PhotoUpscaler(model).run(request, m_gate));
        const auto out = image::readPhoto(request.output);
        ENLARGER_VERIFY(out);
        QCOMPARE(out->channels(), channels % 2 == 0 ? 4 : 3);
        QCOMPARE(out->width(), int(50 * factor));
        if (factor == 2.0 && channels == 1)
            QVERIFY(largestDifference(*out, enlarged(*model, picture)) <= step16);
        QVERIFY(largestDifference(out->takeChannels(0, 1), out->takeChannels(1, 1)) > 0.01);
    }

    void channelsThatDoNotFitAreNamed()
    {
        for (const auto& [channels, says] : {std::pair(1, "the photo is grey (1 channel)"),
                                             std::pair(4, "the photo is in colour (3 channels)")}) {
            const auto request = options(smoothPicture(20, 20, channels));
            const auto plan = PhotoUpscaler(alphaModel()).plan(request, m_gate);
            QVERIFY(!plan);
            const QString said = QString::fromStdString(plan.error().text());
            QVERIFY2(said.contains("takes 4 channels") && said.contains(says), qPrintable(said));
        }
    }
};

QTEST_GUILESS_MAIN(NetworkChannelsTest)
#include "network_channels_test.moc"
