// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/train/photos/pack_pictures.h"

#include "core/image/resample/resample.h"
#include "core/infer/engine/upscale_model.h"
#include "core/train/photos/open_data.h"
#include "core/train/photos/pack_plan.h"
#include "tests/core/train/made_pictures.h"
#include "tests/support/counting_gate.h"
#include "tests/support/test_files.h"

#include <QTemporaryDir>
#include <QTest>

using namespace enlarger;
using namespace enlarger::train;
using namespace enlarger::tests;
using image::Image;
namespace fs = std::filesystem;

class PackPicturesTest : public QObject
{
    Q_OBJECT

private:
    QTemporaryDir m_folder;
    StopGate m_gate;
    std::vector<SourcePicture> m_pictures; // six of 64 x 64

    fs::path path(const std::string& name) const { return fs::path(m_folder.path().toStdString()) / name; }

    std::size_t filesIn(const std::string& folder) const
    {
        std::error_code none;
        const fs::directory_iterator entries(path(folder), none);
        return std::size_t(std::distance(entries, fs::directory_iterator()));
    }

    PackOptions to(const std::string& file) const
    {
        PackOptions options;
        options.output = path(file);
        fs::create_directories(options.output.parent_path());
        return options;
    }

    /// The whole patches in a pack, by drawing them until all have come.
    std::vector<Sample> unpacked(const std::vector<fs::path>& files, std::size_t count, int side)
    {
        SampleOptions options;
        options.crop = side;
        options.flips = options.rotations = false;
        options.heldOut = 0;
        DataReport report;
        const auto source = openTrainingData(files, {}, options, m_gate, report);
        if (!source)
            qWarning("%s", source.error().text().c_str());
        std::vector<Sample> patches;
        for (std::uint64_t i = 0; source && patches.size() < count && i < 400; ++i) {
            Sample sample = *(*source)->sample(i);
            if (std::none_of(patches.begin(), patches.end(),
                             [&](const Sample& patch) { return isEqual(patch.hr, sample.hr); }))
                patches.push_back(std::move(sample));
        }
        return patches;
    }

private Q_SLOTS:
    void initTestCase()
    {
        for (int i = 0; i < 6; ++i) {
            const fs::path file = path("photos/" + std::to_string(i) + ".png");
            write(file, busyPicture(64, 64, std::uint64_t(i)));
            m_pictures.push_back({file, {}, 64, 64, 8});
        }
    }

    void comesBackAsItWas()
    {
        const auto packed = packPictures(m_pictures, to("plain/all.safetensors"), m_gate);
        ENLARGER_VERIFY(packed);
        QCOMPARE(packed->patches, 6);
        QCOMPARE(packed->bytes, 6 * 64 * 64 * 3);
        QVERIFY(packed->files == std::vector<fs::path>{path("plain/all.safetensors")});
        QCOMPARE(filesIn("plain"), std::size_t(1));
        const std::vector<Sample> patches = unpacked(packed->files, 6, 64);
        QCOMPARE(patches.size(), std::size_t(6));
        for (const Sample& patch : patches) {
            QVERIFY(patch.lr.empty());
            QVERIFY(std::any_of(m_pictures.begin(), m_pictures.end(), [&](const SourcePicture& picture) {
                return isEqual(patch.hr, busyPicture(64, 64, std::uint64_t(std::stoi(picture.file.stem()))));
            }));
        }
    }

    void bakesLrIn()
    {
        PackOptions options = to("baked/all.safetensors");
        options.degradation = "bicubic";
        const auto packed = packPictures(m_pictures, options, m_gate);
        ENLARGER_VERIFY(packed);
        for (const Sample& patch : unpacked(packed->files, 6, 64)) {
            QCOMPARE(patch.lr.width(), 16);
            Image lr = image::resize(patch.hr, 16, 16);
            for (float* value = lr.data(); value != lr.data() + lr.size(); ++value)
                *value = std::clamp(*value, 0.0f, 1.0f);
            QVERIFY(largestDifference(lr, patch.lr) < 0.51 / 255.0);
        }
    }

    void isTheSameForOneSeed()
    {
        PackOptions options = to("same/a.safetensors");
        options.degradation = "real";
        options.limit = 4;
        const auto first = packPictures(m_pictures, options, m_gate);
        ENLARGER_VERIFY(first);
        QCOMPARE(first->patches, 4);
        options.output = path("same/b.safetensors");
        ENLARGER_VERIFY(packPictures(m_pictures, options, m_gate));
        options.output = path("same/c.safetensors");
        options.seed = 2;
        ENLARGER_VERIFY(packPictures(m_pictures, options, m_gate));
        const auto bytes = [this](const char* name) {
            QFile file(QString::fromStdString(path(name).string()));
            return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
        };
        QVERIFY(!bytes("same/a.safetensors").isEmpty());
        QVERIFY(bytes("same/a.safetensors") == bytes("same/b.safetensors"));
        QVERIFY(bytes("same/a.safetensors") != bytes("same/c.safetensors"));
        options.output = path("same/d.safetensors");
        options.seed = 1;
        options.degradationOptions.real.second.jpeg = {1.0, 1.0};
        ENLARGER_VERIFY(packPictures(m_pictures, options, m_gate));
        QVERIFY(bytes("same/a.safetensors") != bytes("same/d.safetensors"));
    }

    void splits()
    {
        PackOptions options = to("split/all.safetensors");
        options.maxBytes = 2 * 64 * 64 * 3 + 100;
        const auto packed = packPictures(m_pictures, options, m_gate);
        ENLARGER_VERIFY(packed);
        QVERIFY((packed->files == std::vector<fs::path>{path("split/all-00001-of-00003.safetensors"),
                                                        path("split/all-00002-of-00003.safetensors"),
                                                        path("split/all-00003-of-00003.safetensors")}));
        QCOMPARE(filesIn("split"), std::size_t(3));
        QCOMPARE(unpacked(packed->files, 6, 64).size(), std::size_t(6));
        QCOMPARE(unpacked({packed->files[1]}, 6, 64).size(), std::size_t(2));
        options.maxBytes = 1000;
        QVERIFY(!packPictures(m_pictures, options, m_gate));
    }

    void leavesNothingBehindWhenCancelled()
    {
        PackOptions options = to("cancel/all.safetensors");
        options.maxBytes = 64 * 64 * 3;
        CountingGate gate(4);
        const auto packed = packPictures(m_pictures, options, gate);
        QVERIFY(!packed);
        QCOMPARE(packed.error().kind, ErrorKind::Cancelled);
        QCOMPARE(filesIn("cancel"), std::size_t(0));
    }

    void keepsExistingFiles()
    {
        PackOptions options = to("exists/all.safetensors");
        options.maxBytes = 3 * 64 * 64 * 3;
        writeText(path("exists/all-00002-of-00002.safetensors"), "mine");
        QVERIFY(!packPictures(m_pictures, options, m_gate));
        QCOMPARE(filesIn("exists"), std::size_t(1));
        options.replace = true;
        ENLARGER_VERIFY(packPictures(m_pictures, options, m_gate));
        QCOMPARE(filesIn("exists"), std::size_t(2));
    }

    void failsWhereAPictureHasGone()
    {
        std::vector<SourcePicture> pictures = m_pictures;
        pictures[4].file = path("photos/gone.png");
        const auto packed = packPictures(pictures, to("gone/all.safetensors"), m_gate);
        QVERIFY(!packed);
        QCOMPARE(packed.error().file, path("photos/gone.png"));
        QCOMPARE(filesIn("gone"), std::size_t(0));
    }

    void cutsLargePictures_data()
    {
        QTest::addColumn<int>("width");
        QTest::addColumn<int>("height");
        QTest::addColumn<int>("patches");
        QTest::addColumn<QSize>("size");
        QTest::newRow("as it is") << 100 << 60 << 1 << QSize(100, 60);
        QTest::newRow("not enlarged, whole LR pixels") << 99 << 33 << 1 << QSize(96, 32);
        QTest::newRow("a little too long") << 481 << 321 << 1 << QSize(480, 320);
        QTest::newRow("in three and two") << 1400 << 933 << 6 << QSize(464, 464);
        QTest::newRow("exactly two") << 960 << 480 << 2 << QSize(480, 480);
    }
    void cutsLargePictures()
    {
        QFETCH(int, width);
        QFETCH(int, height);
        QFETCH(int, patches);
        QFETCH(QSize, size);
        PackOptions options;
        const auto plan = planPack({{{}, {}, width, height, 8}}, options);
        ENLARGER_VERIFY(plan);
        QCOMPARE(plan->patches, patches);
        for (const PackPatch& patch : plan->parts.front()) {
            QCOMPARE(QSize(patch.width, patch.height), size);
            QVERIFY(patch.x % 4 == 0 && patch.y % 4 == 0);
            QVERIFY(patch.x + patch.width <= width && patch.y + patch.height <= height);
        }
    }

    void packsPairs()
    {
        std::vector<SourcePicture> pairs;
        for (int i = 0; i < 2; ++i) {
            const Image hr = busyPicture(128, 64, std::uint64_t(i));
            SourcePicture pair{path("pairs/HR" + std::to_string(i) + ".png"),
                               path("pairs/LR" + std::to_string(i) + ".png"), 128, 64, 8};
            write(pair.file, hr);
            write(pair.lr, image::resize(hr, 32, 16, {image::Kernel::Area}));
            pairs.push_back(std::move(pair));
        }
        PackOptions options = to("paired/all.safetensors");
        options.patch = 64;
        const auto packed = packPictures(pairs, options, m_gate);
        ENLARGER_VERIFY(packed);
        const std::vector<Sample> patches = unpacked(packed->files, 4, 64);
        QCOMPARE(patches.size(), std::size_t(4));
        for (const Sample& patch : patches)
            QVERIFY(largestDifference(image::resize(patch.hr, 16, 16, {image::Kernel::Area}), patch.lr) <
                    0.51 / 255.0);
        options.degradation = "photo";
        QVERIFY(!packPictures(pairs, options, m_gate));
    }

    void storesWhatATeacherMakes()
    {
        const fs::path file = dataFile("weights/x4_new.safetensors");
        const Result<device::Device> cpu = device::findDevice("cpu");
        ENLARGER_VERIFY(cpu);
        const auto teacher = infer::UpscaleModel::load(file, *cpu, device::Precision::Fp32);
        ENLARGER_VERIFY(teacher);
        PackOptions options = to("taught/all.safetensors");
        options.teacher = *teacher;
        QVERIFY(!packPictures(m_pictures, options, m_gate)); // of what LR?
        options.degradation = "photo";
        const auto packed = packPictures(m_pictures, options, m_gate);
        ENLARGER_VERIFY(packed);
        const std::vector<Sample> patches = unpacked(packed->files, 6, 64);
        QVERIFY(!patches.empty());
        for (const Sample& patch : patches) {
            Image taught = *(*teacher)->upscale(patch.lr, m_gate);
            for (float* value = taught.data(); value != taught.data() + taught.size(); ++value)
                *value = std::clamp(*value, 0.0f, 1.0f);
            QVERIFY(largestDifference(taught, patch.hr) < 0.52 / 255.0);
        }
        options.scale = 2;
        QVERIFY(!packPictures(m_pictures, options, m_gate));
    }
};

QTEST_GUILESS_MAIN(PackPicturesTest)
#include "pack_pictures_test.moc"
