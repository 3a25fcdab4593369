// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/train/data/packed_data.h"
#include "tests/core/train/made_samples.h"

#include <QFile>
#include <QTemporaryDir>
#include <QTest>

#include <set>

using namespace enlarger;
using namespace enlarger::train;

class PackedDataTest : public QObject
{
    Q_OBJECT

private:
    std::filesystem::path path(const char* name) const { return m_folder.filePath(name).toStdString(); }

    /// Pictures whose pixels say where they are: red is x, green is y, blue is the picture's number.
    static image::Image numbered(int width, int height, int number, int step)
    {
        image::Image picture(width, height, 3);
        for (int y = 0; y < height; ++y)
            for (int x = 0; x < width; ++x) {
                picture.at(x, y, 0) = float(x * step) / 255.0F;
                picture.at(x, y, 1) = float(y * step) / 255.0F;
                picture.at(x, y, 2) = float(number) / 255.0F;
            }
        return picture;
    }

    static bool isEqual(const image::Image& a, const image::Image& b)
    {
        return a.size() == b.size() && std::equal(a.data(), a.data() + a.size(), b.data());
    }

    Status pack(const char* name, bool withLr) const
    {
        auto writer = PackedDataWriter::create(path(name), {2, withLr ? "photo" : "", "a note"});
        if (!writer)
            return writer.error();
        for (int i = 0; i < 12; ++i)
            if (const Status status =
                    writer->add(numbered(64, 48, i, 2), withLr ? numbered(32, 24, i, 4) : image::Image{}, i);
                !status)
                return status;
        return writer->finish(true);
    }

    /// Marks every pixel in blue and touches nothing else.
    class Marking : public LrDegradation
    {
    public:
        const char* name() const override { return "marks"; }
        int context(int side) const override { return side + 4; }
        Result<image::Image> degrade(const image::Image& lr, Random& random) const override
        {
            image::Image marked = lr;
            const float mark = 0.5F + 0.25F * float(random.uniform());
            for (int y = 0; y < lr.height(); ++y)
                for (int x = 0; x < lr.width(); ++x)
                    marked.at(x, y, 2) = mark;
            return marked;
        }
    };

    QTemporaryDir m_folder;

private Q_SLOTS:
    void initTestCase()
    {
        QVERIFY(pack("plain.safetensors", false));
        QVERIFY(pack("pairs.safetensors", true));
    }

    void cropsAreWhatWasPacked()
    {
        SampleOptions options;
        options.scale = 2;
        options.crop = 16;
        options.flips = options.rotations = false;
        const auto source = openPackedData({path("pairs.safetensors")}, options);
        QVERIFY2(source, source ? "" : source.error().text().c_str());
        QVERIFY((*source)->summary().find("photo; a note") != std::string::npos);
        const auto heldOut = (*source)->heldOut(32);
        QVERIFY(heldOut);
        QCOMPARE(heldOut->size(), std::size_t(1)); // a tenth of 12
        const float kept = heldOut->front().hr.at(0, 0, 2);
        QCOMPARE(heldOut->front().hr.width(), 32);
        QCOMPARE(heldOut->front().lr.width(), 16);
        std::set<float> pictures;
        for (std::uint64_t number = 0; number < 300; ++number) {
            const auto sample = (*source)->sample(number);
            QVERIFY(sample);
            const image::Image& hr = sample->hr;
            const image::Image& lr = sample->lr;
            QCOMPARE(hr.width(), 16);
            QCOMPARE(lr.width(), 8);
            const float x = hr.at(0, 0, 0);
            const float y = hr.at(0, 0, 1);
            QCOMPARE(lr.at(0, 0, 0), x); // aligned: LR's step is twice as large
            QCOMPARE(lr.at(0, 0, 1), y);
            QCOMPARE(hr.at(15, 15, 0), x + 30.0F / 255.0F);
            pictures.insert(hr.at(0, 0, 2));
        }
        QVERIFY(!pictures.contains(kept));
        QCOMPARE(pictures.size(), std::size_t(11));
    }

    void degradesLrAgain()
    {
        SampleOptions options;
        options.scale = 2;
        options.crop = 16;
        options.flips = options.rotations = false;
        options.degradation = "real";
        options.degradePairs = true;
        QVERIFY(!openPackedData({path("pairs.safetensors")}, options)); // by what?
        const auto source = openPackedData({path("pairs.safetensors")}, options, std::make_shared<Marking>());
        QVERIFY2(source, source ? "" : source.error().text().c_str());
        QCOMPARE((*source)->ownDegradation(), std::string("marks"));
        QVERIFY((*source)->summary().find("photo, degraded again: marks; a note") != std::string::npos);
        std::set<float> marks;
        std::set<std::pair<float, float>> places;
        for (std::uint64_t number = 0; number < 300; ++number) {
            const auto sample = (*source)->sample(number);
            QVERIFY(sample);
            QCOMPARE(sample->hr.width(), 16);
            QCOMPARE(sample->lr.width(), 8);
            QCOMPARE(sample->lr.height(), 8);
            QCOMPARE(sample->lr.at(0, 0, 0), sample->hr.at(0, 0, 0)); // of one place still
            QCOMPARE(sample->lr.at(7, 7, 1), sample->hr.at(14, 14, 1));
            places.emplace(sample->hr.at(0, 0, 0), sample->hr.at(0, 0, 1));
            marks.insert(sample->lr.at(0, 0, 2));
            QVERIFY(isEqual(sample->lr, (*source)->sample(number)->lr));
        }
        QVERIFY(marks.size() > 290);  // each sample by numbers of its own
        QVERIFY(places.size() > 150); // of 25 x 17
        const auto heldOut = (*source)->heldOut(32);
        QVERIFY(heldOut);
        QVERIFY(heldOut->front().lr.at(0, 0, 2) >= 0.5F);
        QVERIFY(isEqual(heldOut->front().lr, (*source)->heldOut(32)->front().lr));

        // Without LR inside there is nothing to degrade again.
        options.degradation = "bicubic";
        const auto plain = openPackedData({path("plain.safetensors")}, options, std::make_shared<Marking>());
        QVERIFY(plain && (*plain)->sample(1)->lr.empty());
        QVERIFY((*plain)->ownDegradation().empty());
    }

    void samplesAreFunctionsOfTheirNumber()
    {
        SampleOptions options;
        options.scale = 2;
        options.crop = 16;
        const auto one = openPackedData({path("plain.safetensors")}, options);
        const auto two = openPackedData({path("plain.safetensors")}, options);
        options.seed = 2;
        const auto other = openPackedData({path("plain.safetensors")}, options);
        QVERIFY(one && two && other);
        int different = 0;
        for (const std::uint64_t number : {7, 0, 123456789, 7}) {
            const auto a = (*one)->sample(number);
            const auto b = (*two)->sample(number);
            const auto c = (*other)->sample(number);
            QVERIFY(a->lr.empty());
            QVERIFY(std::equal(a->hr.data(), a->hr.data() + a->hr.size(), b->hr.data()));
            different += std::equal(a->hr.data(), a->hr.data() + a->hr.size(), c->hr.data()) ? 0 : 1;
        }
        QVERIFY(different >= 3);
    }

    void severalFilesAreOne()
    {
        SampleOptions options;
        options.scale = 2;
        options.crop = 16;
        const auto source = openPackedData({path("plain.safetensors"), path("plain.safetensors")}, options);
        QVERIFY(source);
        // The second holds the same photos: one of twelve is held out, from both.
        QCOMPARE((*source)->heldOut(16)->size(), std::size_t(1));
        QCOMPARE((*source)->pictures(), std::int64_t(22));
    }

    void aSinglePieceIsOne()
    {
        auto writer = PackedDataWriter::create(path("one.safetensors"), {2, "", ""});
        QVERIFY(writer);
        QVERIFY(writer->add(numbered(32, 32, 1, 2), {}, 1));
        QVERIFY(writer->finish(true));
        SampleOptions options;
        options.scale = 2;
        options.crop = 16;
        const auto source = openPackedData({path("one.safetensors")}, options);
        QVERIFY(source);
        QCOMPARE((*source)->summary(), std::string("1 piece, 0.0 megapixels, bicubic"));
    }

    // Validation is on photos of which no piece is learnt.
    void piecesOfOnePhotoStayTogether()
    {
        auto writer = PackedDataWriter::create(path("pieces.safetensors"), {2, "", ""});
        QVERIFY(writer);
        constexpr int photos = 30;
        for (int piece = 0; piece < 4 * photos; ++piece)
            QVERIFY(writer->add(numbered(32, 32, piece / 4, 2), {}, std::uint64_t(piece / 4) << 40));
        QVERIFY(writer->finish(true));
        SampleOptions options;
        options.scale = 2;
        options.crop = 16;
        options.heldOut = 3;
        const auto source = openPackedData({path("pieces.safetensors")}, options);
        QVERIFY(source);
        QCOMPARE((*source)->pictures(), std::int64_t(4 * (photos - 3)));
        const auto photoOf = [](const image::Image& picture) {
            return std::lround(picture.at(0, 0, 2) * 255.0F);
        };
        std::set<long> kept;
        const auto heldOut = (*source)->heldOut(16);
        QVERIFY(heldOut);
        for (const Sample& sample : *heldOut)
            kept.insert(photoOf(sample.hr));
        QCOMPARE(kept.size(), std::size_t(3));
        std::set<long> learnt;
        for (std::uint64_t number = 0; number < 2000; ++number)
            learnt.insert(photoOf((*source)->sample(number)->hr));
        QCOMPARE(learnt.size(), std::size_t(photos - 3));
        for (const long photo : kept)
            QVERIFY(!learnt.contains(photo));
    }

    void whatDoesNotFitIsSaid()
    {
        SampleOptions options;
        options.crop = 16;
        const auto scale = openPackedData({path("pairs.safetensors")}, options); // wants x4
        QVERIFY(!scale);
        QVERIFY(scale.error().text().find("x2") != std::string::npos);
        options.scale = 2;
        options.degradation = "real";
        const auto degradation = openPackedData({path("plain.safetensors")}, options);
        QVERIFY(!degradation);
        QVERIFY(degradation.error().text().find("--degradation real") != std::string::npos);
        options.degradation = "bicubic";
        options.crop = 64;
        QVERIFY(!openPackedData({path("plain.safetensors")}, options));
        QVERIFY(!openPackedData({path("missing.safetensors")}, options));
        options.crop = 16;
        const auto mixed = openPackedData({path("plain.safetensors"), path("pairs.safetensors")}, options);
        QVERIFY(!mixed);
        QVERIFY2(mixed.error().text().find("pairs.safetensors") != std::string::npos,
                 mixed.error().text().c_str());
    }

    void damagedFilesAreRefused()
    {
        QFile file(QString::fromStdString(path("pairs.safetensors").string()));
        QVERIFY(file.open(QIODevice::ReadOnly));
        const QByteArray whole = file.readAll();
        SampleOptions options;
        options.scale = 2;
        options.crop = 16;
        const auto opens = [&](const QByteArray& bytes) {
            QFile damaged(QString::fromStdString(path("damaged.safetensors").string()));
            if (!damaged.open(QIODevice::WriteOnly) || damaged.write(bytes) != bytes.size())
                return true;
            damaged.close();
            return openPackedData({path("damaged.safetensors")}, options).ok();
        };
        QVERIFY(opens(whole));
        for (const qsizetype length :
             {qsizetype(0), qsizetype(4), qsizetype(8), qsizetype(100), whole.size() / 2, whole.size() - 1})
            QVERIFY2(!opens(whole.left(length)), std::to_string(length).c_str());
        QByteArray lying = whole;
        lying.replace("[48,64,3]", "[98,64,3]");
        QVERIFY(!opens(lying));
        lying = whole;
        lying.replace("[24,32,3]", "[32,24,3]");
        QVERIFY(!opens(lying));
        lying = whole;
        lying.replace("\"U8\"", "\"I8\"");
        QVERIFY(!opens(lying));
        lying = whole;
        lying.replace("enlarger.pack", "enlarger.hack");
        QVERIFY(!opens(lying));
        for (const char* scale : {"1", "8", "0"}) { // the small pictures are for 2
            lying = whole;
            lying.replace("\\\"scale\\\":2", QByteArray("\\\"scale\\\":") + scale);
            QVERIFY(lying != whole);
            QVERIFY2(!opens(lying), scale);
        }
        lying = whole;
        lying.replace("\\\"photo\\\"", "\\\"\\\"     "); // it says that it has none
        QVERIFY(lying != whole);
        QVERIFY(!opens(lying));
    }
};

QTEST_GUILESS_MAIN(PackedDataTest)
#include "packed_data_test.moc"
