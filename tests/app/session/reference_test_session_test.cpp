// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/session/reference_test_session.h"

#include "core/image/pixels/rgb.h"
#include "core/image/read/photo_reader.h"
#include "tests/app/session/session_folder.h"
#include "tests/core/image/linear_twin.h"
#include "tests/support/test_files.h"

#include <QSignalSpy>
#include <QTest>

using namespace enlarger;
using app::Document;
using app::ReferencePairPointer;
using app::ReferenceTestSession;

class ReferenceTestSessionTest : public QObject
{
    Q_OBJECT

private:
    static constexpr int patience = 60000; // milliseconds
    std::unique_ptr<tests::SessionFolder> m_folder;
    DeviceQueue m_queue;

    std::unique_ptr<Document> loaded(const std::filesystem::path& file) const
    {
        auto document = std::make_unique<Document>(file);
        document->load({});
        return QTest::qWaitFor([&] { return document->state() == Document::State::Ready; })
                   ? std::move(document)
                   : nullptr;
    }
    static ReferencePairPointer make(ReferenceTestSession& session, const Document& document,
                                     const QString& degradation, std::uint64_t seed = 1)
    {
        QSignalSpy made(&session, &ReferenceTestSession::made);
        session.start(document, degradation, 4, seed);
        return made.wait(patience) ? made[0][0].value<ReferencePairPointer>() : nullptr;
    }
    static bool isSame(const std::filesystem::path& a, const std::filesystem::path& b)
    {
        const auto first = image::readPhoto(a);
        const auto second = image::readPhoto(b);
        return first && second && first->size() == second->size() &&
               std::equal(first->data(), first->data() + first->size(), second->data());
    }

private Q_SLOTS:
    void init()
    {
        tests::refuseWarnings();
        m_folder = std::make_unique<tests::SessionFolder>();
    }

    void makesPairs_data()
    {
        QTest::addColumn<QString>("degradation");
        QCOMPARE(ReferenceTestSession::degradations().size(), 4);
        for (const QString& name : ReferenceTestSession::degradations())
            QTest::newRow(qPrintable(name)) << name;
    }
    void makesPairs()
    {
        QFETCH(QString, degradation);
        const auto document = loaded(m_folder->writePicture("a.png", 203, 101));
        ReferenceTestSession session(m_queue);
        const ReferencePairPointer pair = make(session, *document, degradation);
        QVERIFY(pair);
        QCOMPARE(pair->hr->width(), 200);
        QCOMPARE(pair->hr->height(), 100);
        QCOMPARE(pair->pyramid->level(0).size(), QSize(200, 100));
        const auto lr = image::readPhoto(pair->lr);
        ENLARGER_VERIFY(lr);
        QCOMPARE(lr->width(), 50);
        QCOMPARE(lr->height(), 25);
        const ReferencePairPointer again = make(session, *document, degradation);
        QVERIFY(again && again->lr != pair->lr);
        QVERIFY(isSame(pair->lr, again->lr));
        if (degradation == QStringLiteral("real")) {
            const ReferencePairPointer other = make(session, *document, degradation, 2);
            QVERIFY(other && !isSame(pair->lr, other->lr));
        }
    }

    void takesTheCropAndAnyChannels()
    {
        for (const int channels : {1, 2, 4}) {
            const auto document =
                loaded(m_folder->writePicture("c" + std::to_string(channels) + ".png", 100, 80, channels));
            document->setCrop(image::PixelRect{10, 20, 43, 22});
            ReferenceTestSession session(m_queue);
            const ReferencePairPointer pair = make(session, *document, QStringLiteral("bicubic"));
            QVERIFY(pair);
            QCOMPARE(pair->hr->channels(), 3);
            QCOMPARE(pair->hr->width(), 40);
            QCOMPARE(pair->hr->height(), 20);
        }
    }

    void refusesWhatItCannotTake()
    {
        ReferenceTestSession session(m_queue);
        QSignalSpy failures(&session, &ReferenceTestSession::failed);
        session.start(Document(m_folder->writePicture("a.png")), QStringLiteral("bicubic"), 4);
        QCOMPARE(failures.size(), 1);
        session.start(*loaded(m_folder->path("a.png")), QStringLiteral("magic"), 4);
        QTRY_COMPARE(failures.size(), 2);
        session.start(*loaded(m_folder->writePicture("small.png", 3, 3)), QStringLiteral("bicubic"), 4);
        QTRY_COMPARE(failures.size(), 3);
    }

    void measures()
    {
        const auto document = loaded(m_folder->writePicture("a.png", 600, 640));
        ReferenceTestSession session(m_queue);
        const ReferencePairPointer pair = make(session, *document, QStringLiteral("bicubic"));
        QVERIFY(pair);
        const infer::ModelSelection network{.network = {tests::dataFile("weights/x4_new.safetensors"), {}},
                                            .device = *device::findDevice("cpu"),
                                            .precision = device::Precision::Fp32};
        QSignalSpy scores(&session, &ReferenceTestSession::scored);
        QSignalSpy failures(&session, &ReferenceTestSession::failed);
        infer::ModelSelection missing = network;
        missing.network.file = m_folder->path("missing.pth");
        session.compareToHr(pair, {{QStringLiteral("gone"), missing}, {QStringLiteral("tiny"), network}});
        QTRY_COMPARE_WITH_TIMEOUT(scores.size(), 2, patience);
        QCOMPARE(scores[0][0].toString(), QString());
        QCOMPARE(scores[1][0].toString(), QStringLiteral("tiny"));
        QCOMPARE(failures.size(), 1);
        const auto bicubic = scores[0][1].value<image::Quality>();
        QVERIFY2(bicubic.psnrRgb > 10.0 && bicubic.psnrRgb < 60.0,
                 qPrintable(QString::number(bicubic.psnrRgb)));
        QVERIFY(bicubic.ssimY > 0.0 && bicubic.ssimY <= 1.0);
    }

    void linearPhotosAreTestedAsTheirTwins_data()
    {
        QTest::addColumn<int>("channels");
        QTest::addColumn<QString>("degradation");
        QTest::newRow("RGB") << 3 << QStringLiteral("bicubic");
        QTest::newRow("grey") << 1 << QStringLiteral("bicubic");
        QTest::newRow("rounded to 8 bits") << 3 << QStringLiteral("bicubic-8bit");
    }
    void linearPhotosAreTestedAsTheirTwins()
    {
        QFETCH(int, channels);
        QFETCH(QString, degradation);
        const auto srgb = image::readPhoto(m_folder->writePicture("small.png", 160, 120, channels));
        ENLARGER_VERIFY(srgb);
        const std::filesystem::path plain = m_folder->path("srgb.png");
        const std::filesystem::path linear = m_folder->path("linear.png");
        ENLARGER_VERIFY(tests::writePng16(plain, *srgb));
        ENLARGER_VERIFY(tests::writePng16(linear, tests::linearOf(*srgb), tests::linearProfile(channels)));

        ReferenceTestSession session(m_queue);
        const infer::ModelSelection network{.network = {tests::dataFile("weights/x4_new.safetensors"), {}},
                                            .device = *device::findDevice("cpu"),
                                            .precision = device::Precision::Fp32};
        const auto pairOf = [&](const std::filesystem::path& file) {
            return make(session, *loaded(file), degradation);
        };
        const auto scoresOf = [&](const ReferencePairPointer& pair) {
            QSignalSpy scores(&session, &ReferenceTestSession::scored);
            session.compareToHr(pair, {{QStringLiteral("tiny"), network}});
            return QTest::qWaitFor([&] { return scores.size() == 2; }, patience)
                       ? std::pair(scores[0][1].value<image::Quality>().psnrRgb,
                                   scores[1][1].value<image::Quality>().psnrRgb)
                       : std::pair(0.0, 0.0);
        };
        const ReferencePairPointer expected = pairOf(plain);
        const ReferencePairPointer pair = pairOf(linear);
        QVERIFY(expected && pair);
        const auto lr = image::readWorkingPhoto(pair->lr);
        const auto expectedLr = image::readPhoto(expected->lr);
        ENLARGER_VERIFY(lr);
        ENLARGER_VERIFY(expectedLr);
        const bool isRounded = degradation != QStringLiteral("bicubic"); // some to the next level
        QVERIFY(tests::farthest(image::asRgb(*lr), image::asRgb(*expectedLr)) <
                (isRounded ? 1.1f / 255.0f : 0.0005f));
        const auto [bicubic, tiny] = scoresOf(pair);
        const auto [expectedBicubic, expectedTiny] = scoresOf(expected);
        QVERIFY(bicubic > 10.0 && tiny > 1.0);
        QVERIFY(std::abs(bicubic - expectedBicubic) < 0.5 && std::abs(tiny - expectedTiny) < 0.1);
        // The photo's own pixels are HR still, but of grey, which has become RGB of sRGB's curve.
        const image::PixelRect all{0, 0, 160, 120};
        const image::Image own = channels == 3 ? tests::linearOf(*srgb) : *srgb;
        QVERIFY(tests::farthest(pair->hr->piece(all), image::asRgb(own)) < 0.0002f);
    }

    void aNewerCallOutdatesAnOlderOne()
    {
        const auto document = loaded(m_folder->writePicture("a.png", 400, 400));
        ReferenceTestSession session(m_queue);
        QSignalSpy made(&session, &ReferenceTestSession::made);
        for (int i = 0; i < 10; ++i)
            session.start(*document, QStringLiteral("real"), 4, std::uint64_t(i));
        QVERIFY(made.wait(patience));
        session.start(*document, QStringLiteral("real"), 4);
        session.cancel();
        QVERIFY(!made.wait(500));
        QCOMPARE(made.size(), 1);
    }
};

QTEST_GUILESS_MAIN(ReferenceTestSessionTest)
#include "reference_test_session_test.moc"
