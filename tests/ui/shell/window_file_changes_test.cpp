// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/ui/shell/window_bench.h"

#include <QTest>

#include <fstream>

using namespace enlarger;
namespace fs = std::filesystem;
using State = app::Document::State;

/// Files that become others while they are open.
class WindowFileChangesTest : public QObject
{
    Q_OBJECT

private:
    std::unique_ptr<tests::WindowBench> m_bench;
    fs::path m_photo;

    const QString m_offer = QStringLiteral("Read it again");

    app::Document& photo() const { return *m_bench->bench().documents.current(); }
    void replaceBy(int width, int height) const // as programs do that write beside and rename
    {
        const fs::path other = m_bench->folder().writePicture("other.png", width, height);
        fs::rename(other, m_photo);
    }
    bool hasExported() const { return !fs::is_empty(m_bench->folder().path("out")); }
    void write(std::size_t bytes, const std::string& whole) const // over the file itself
    {
        std::ofstream(m_photo, std::ios::binary) << whole.substr(0, bytes);
    }

private Q_SLOTS:
    void init()
    {
        tests::refuseWindowWarnings();
        m_bench = std::make_unique<tests::WindowBench>();
        fs::create_directory(m_bench->folder().path("out"));
        app::Settings().setExportFolder(QString::fromStdString(m_bench->folder().path("out").string()));
        QVERIFY(m_bench->start());
        m_photo = m_bench->folder().writePicture("a.png", 64, 48);
        QVERIFY(m_bench->open(m_photo));
        QCOMPARE(m_bench->message(), QString());
    }
    void cleanup() { m_bench = nullptr; }

    void aBarOffersToReadItAgain()
    {
        replaceBy(80, 60);
        QTRY_VERIFY(m_bench->button(m_offer));
        QVERIFY(m_bench->message().contains(QStringLiteral("a.png has changed on disk")));
        QCOMPARE(photo().size(), QSize(64, 48)); // until a person says so

        m_bench->key(Qt::Key_S, Qt::ControlModifier);
        QVERIFY(!hasExported());

        QTest::mouseClick(m_bench->button(m_offer), Qt::LeftButton);
        QTRY_VERIFY(photo().state() == State::Ready);
        QCOMPARE(photo().size(), QSize(80, 60));
        QCOMPARE(m_bench->message(), QString());
        m_bench->key(Qt::Key_S, Qt::ControlModifier);
        QTRY_VERIFY(m_bench->message().contains(QStringLiteral("was written")));
    }

    void openingItAgainReadsItAgain()
    {
        photo().setCrop(image::PixelRect{30, 20, 34, 28});
        replaceBy(40, 30);
        m_bench->window().openFiles({m_photo});
        QTRY_COMPARE(photo().size(), QSize(40, 30));
        QTRY_VERIFY(photo().state() == State::Ready);
        QCOMPARE(photo().crop(), std::optional(image::PixelRect{30, 20, 10, 10})); // what is left of it
        QTRY_COMPARE(m_bench->message(), QString());
    }

    void comingBackToItReadsItAgain()
    {
        const fs::path other = m_bench->folder().writePicture("b.png", 24, 16);
        QVERIFY(m_bench->open(other));
        replaceBy(40, 30);
        m_bench->key(Qt::Key_PageUp);
        QTRY_COMPARE(photo().size(), QSize(40, 30));
        QTRY_VERIFY(photo().state() == State::Ready);
        QCOMPARE(m_bench->message(), QString());
    }

    void whatIsWholeAgainIsShownWhole()
    {
        std::string whole;
        {
            std::ifstream stream(m_photo, std::ios::binary);
            whole.assign(std::istreambuf_iterator<char>(stream), {});
        }
        const auto half = whole.size() / 2;
        m_bench->bench().documents.closeAll();
        write(half, whole);
        m_bench->window().openFiles({m_photo});
        QTRY_VERIFY(m_bench->bench().documents.current() && photo().state() == State::Failed);
        QTRY_VERIFY(m_bench->message().contains(QStringLiteral("a.png")));
        QVERIFY(!m_bench->button(QStringLiteral("Export"))->isEnabled());

        write(whole.size(), whole);
        QTRY_VERIFY(photo().state() == State::Ready);
        QTRY_COMPARE(m_bench->message(), QString());
        QTRY_VERIFY(m_bench->button(QStringLiteral("Export"))->isEnabled());
    }

    void aFileThatIsGoneIsNamed()
    {
        fs::remove(m_photo);
        QTRY_VERIFY(m_bench->message().contains(QStringLiteral("a.png was moved or deleted")));
        m_bench->key(Qt::Key_S, Qt::ControlModifier);
        QVERIFY(!hasExported());
        QVERIFY(m_bench->open(m_bench->folder().writePicture("b.png", 24, 16)));
        QCOMPARE(m_bench->message(), QString()); // it is not about this one
    }
};

QTEST_MAIN(WindowFileChangesTest)
#include "window_file_changes_test.moc"
