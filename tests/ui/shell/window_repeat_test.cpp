// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/files/path_text.h"
#include "tests/ui/shell/window_export_fixture.h"

using namespace enlarger;

/// Results that come back.
class WindowRepeatTest : public tests::WindowExportFixture
{
    Q_OBJECT

private:
    app::EnlargeSession& session() const { return m_bench->bench().session; }

    // The name of the result of the photo that is shown.
    std::filesystem::path exported() const
    {
        m_bench->key(Qt::Key_S, Qt::ControlModifier);
        return QTest::qWaitFor([this] { return m_bench->message().contains(QStringLiteral("was written")); })
                   ? m_bench->bench().jobs.jobs().at(0).output
                   : std::filesystem::path();
    }

private Q_SLOTS:
    void init() { startWindow(); }
    void cleanup() { stopWindow(); }

    void theSettingsOfAResultAreRepeated()
    {
        const QString model = session().model();
        session().setRequestedSize({.factor = 3.0});
        session().setStrength(0.5);
        session().setColourLock(false);
        const std::filesystem::path result = exported();
        QVERIFY(!result.empty());
        session().setRequestedSize({.longSide = 100});
        session().setColourLock(true);
        session().setModel(QStringLiteral("other"));
        QVERIFY(m_bench->open(result));
        QTRY_VERIFY2(m_bench->message().contains(QStringLiteral("was made by")),
                     qPrintable(m_bench->message()));
        QAbstractButton* repeat = m_bench->button(QStringLiteral("Repeat these settings"));
        QVERIFY(repeat);
        repeat->click();
        QCOMPARE(session().model(), model);
        QCOMPARE(session().requestedSize().factor, 3.0);
        QCOMPARE(session().strength(), 0.5);
        QVERIFY(!session().colourLock());
    }

    void anEndOfTheStrengthIsRepeatedToo()
    {
        session().setStrength(1.0); // the model as it is, of which a result says no strength
        const std::filesystem::path result = exported();
        QVERIFY(!result.empty());
        session().setStrength(0.2);
        QVERIFY(m_bench->open(result));
        QTRY_VERIFY(m_bench->button(QStringLiteral("Repeat these settings")));
        m_bench->button(QStringLiteral("Repeat these settings"))->click();
        QCOMPARE(session().strength(), 1.0);
    }

    void whoHadNoTimeToAnswerIsAskedAgain()
    {
        const std::filesystem::path result = exported();
        QVERIFY(!result.empty());
        const std::filesystem::path other = m_bench->folder().path("other.png");
        std::filesystem::copy(result, other);
        const auto isOffered = [this](const std::filesystem::path& of) {
            return m_bench->message().startsWith(app::toText(of.filename()) + " was made by");
        };
        QVERIFY(m_bench->open(result));
        QTRY_VERIFY2(isOffered(result), qPrintable(m_bench->message()));
        QVERIFY(m_bench->open(other));
        QTRY_VERIFY2(isOffered(other), qPrintable(m_bench->message()));
        QTest::keyClick(&m_bench->window(), Qt::Key_PageUp);
        QTRY_VERIFY2(isOffered(result), qPrintable(m_bench->message()));
        m_bench->button(QStringLiteral("Repeat these settings"))->click();
        QTest::keyClick(&m_bench->window(), Qt::Key_PageDown);
        QTRY_VERIFY2(isOffered(other), qPrintable(m_bench->message()));
    }

    void otherPhotosOfferNothing()
    {
        QVERIFY(m_bench->open(m_bench->folder().writePicture("b.png")));
        QVERIFY(m_bench->waitUntilIdle());
        QVERIFY2(!m_bench->message().contains(QStringLiteral("made by")), qPrintable(m_bench->message()));
    }
};

QTEST_MAIN(WindowRepeatTest)
#include "window_repeat_test.moc"
