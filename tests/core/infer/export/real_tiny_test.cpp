// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/image/read/photo_reader.h"
#include "tests/core/infer/export/upscale_folder.h"
#include "tests/core/infer/synthetic_network.h"
#include "tests/support/test_files.h"

#include <QTest>

#include <fstream>

using namespace enlarger;
using namespace enlarger::infer;
using namespace enlarger::tests;
using image::Image;

/// Pictures of a few pixels through the full-size network: a second or two each on two cores.
class RealTinyTest : public QObject, private UpscaleFolder
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase()
    {
        openFolder();
        // What test_real_halo measures, in minutes where the machine is busy.
        std::filesystem::create_directories(path("cache"));
        std::ofstream(path("cache/halos.json")) << "{\"0123\": 32}\n";
    }

    void flatStaysFlat_data()
    {
        QTest::addColumn<int>("width");
        QTest::addColumn<int>("height");
        QTest::newRow("one pixel") << 1 << 1;
        QTest::newRow("3 x 5") << 3 << 5;
        QTest::newRow("7 x 13") << 7 << 13;
        QTest::newRow("a line") << 40 << 1;
    }
    void flatStaysFlat()
    {
        QFETCH(int, width);
        QFETCH(int, height);
        const auto file = tests::fetchedNetwork("realesrgan-x4plus.param");
        ENLARGER_NEED(file);
        const auto model = UpscaleModel::load(file, *device::findDevice("cpu"));
        ENLARGER_VERIFY(model);
        constexpr float colour[] = {140.0f / 255.0f, 90.0f / 255.0f, 60.0f / 255.0f};
        const auto flat = [&](int w, int h) {
            Image picture(w, h, 3);
            for (std::size_t i = 0; i < picture.size(); ++i)
                picture.data()[i] = colour[i % 3];
            return picture;
        };
        auto request = options(flat(width, height));
        request.replace = true;
        ENLARGER_VERIFY(PhotoUpscaler(*model).run(request, m_gate));
        const auto result = image::readPhoto(request.output);
        ENLARGER_VERIFY(result);
        QVERIFY(largestDifference(*result, flat(4 * width, 4 * height)) <= 3.0 / 255.0);
    }
};

QTEST_GUILESS_MAIN(RealTinyTest)
#include "real_tiny_test.moc"
