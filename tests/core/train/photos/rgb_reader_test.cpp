// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/train/photos/rgb_reader.h"

#include "tests/core/image/linear_twin.h"
#include "tests/core/image/made_picture.h"
#include "tests/support/test_files.h"

#include <QTemporaryDir>
#include <QTest>

using namespace enlarger;
using namespace enlarger::train;
using namespace enlarger::tests;
using image::Image;

class RgbReaderTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void linearPhotosAreLearntAsTheirTwins_data();
    void linearPhotosAreLearntAsTheirTwins();
};

void RgbReaderTest::linearPhotosAreLearntAsTheirTwins_data()
{
    QTest::addColumn<int>("channels");
    QTest::newRow("RGB") << 3;
    QTest::newRow("grey") << 1;
}

void RgbReaderTest::linearPhotosAreLearntAsTheirTwins()
{
    QFETCH(int, channels);
    const QTemporaryDir folder;
    const auto read = [&](const char* name, const Image& picture, const Bytes& icc) {
        const std::filesystem::path file = folder.filePath(name).toStdString();
        if (const Status written = writePng16(file, picture, icc); !written)
            qFatal("%s", written.error().text().c_str());
        auto reader = RgbReader::open(file);
        Image whole;
        for (;;) {
            const Image band = *reader->next();
            if (band.empty())
                return whole;
            whole = image::stack(whole, band);
        }
    };
    const Image picture = noise(40, 100, channels); // more than one band
    const Image srgb = read("srgb.png", picture, {});
    const Image linear = read("linear.png", linearOf(picture), linearProfile(channels));
    QCOMPARE(srgb.height(), 100);
    QCOMPARE(linear.channels(), 3);
    QVERIFY(farthest(linear, srgb) < 0.0002f); // a step of 16 linear bits near black
}

QTEST_GUILESS_MAIN(RgbReaderTest)
#include "rgb_reader_test.moc"
