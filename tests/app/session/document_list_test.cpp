// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/session/document_list.h"

#include "tests/app/session/session_folder.h"

#include <QAbstractItemModelTester>
#include <QMimeData>
#include <QSignalSpy>
#include <QTest>

#include <fstream>

using namespace enlarger;
using app::Document;
using app::DocumentList;
using State = Document::State;
namespace fs = std::filesystem;

class DocumentListTest : public QObject
{
    Q_OBJECT

private:
    std::unique_ptr<tests::SessionFolder> m_folder;

    static QStringList namesOf(const DocumentList& list)
    {
        QStringList names;
        for (int row = 0; row < list.count(); ++row)
            names += list.at(row)->name();
        return names;
    }
    static bool allKnown(const DocumentList& list)
    {
        for (int row = 0; row < list.count(); ++row)
            if (!list.at(row)->hasInfo())
                return false;
        return true;
    }

private Q_SLOTS:
    void init()
    {
        tests::refuseWarnings();
        m_folder = std::make_unique<tests::SessionFolder>();
    }

    void opensFilesAndFolders()
    {
        m_folder->writePicture("folder/2.png");
        m_folder->writePicture("folder/1.jpg");
        m_folder->writePicture("folder/sub/3.png");
        m_folder->writeText("folder/notes.txt", "text");
        DocumentList list;
        const QAbstractItemModelTester tester(&list);
        QSignalSpy currents(&list, &DocumentList::currentChanged);
        QSignalSpy problems(&list, &DocumentList::problemsFound);
        list.open(
            {m_folder->writePicture("b.png"), m_folder->path("folder"), m_folder->writePicture("a.png")});
        QCOMPARE(namesOf(list), (QStringList{QStringLiteral("b.png"), QStringLiteral("a.png")}));
        QCOMPARE(currents.size(), 1);
        QCOMPARE(list.currentRow(), 0);
        QTRY_COMPARE(namesOf(list), (QStringList{QStringLiteral("b.png"), QStringLiteral("a.png"),
                                                 QStringLiteral("1.jpg"), QStringLiteral("2.png")}));
        QTRY_VERIFY(allKnown(list));
        QTRY_COMPARE(list.current()->state(), State::Ready);
        QCOMPARE(list.at(1)->state(), State::Empty);
        QCOMPARE(currents.size(), 1);
        QCOMPARE(problems.size(), 0);
        QVERIFY(
            list.data(list.index(0), Qt::ToolTipRole).toString().endsWith(QStringLiteral("b.png\n24 x 16")));
    }

    void opensNothingTwice()
    {
        const fs::path photo = m_folder->writePicture("a.png");
        fs::create_symlink(photo, m_folder->path("link.png"));
        DocumentList list;
        list.open({photo, m_folder->path(".") / "a.png", m_folder->path("link.png")});
        QCOMPARE(list.count(), 1);
        list.open({m_folder->writePicture("b.png"), photo});
        QCOMPARE(list.count(), 2);
        QCOMPARE(list.currentRow(), 1);
        list.open({photo}); // brings it to the front
        QCOMPARE(list.count(), 2);
        QCOMPARE(list.currentRow(), 0);
        list.close(0);
        list.open({photo});
        QCOMPARE(list.count(), 2);
        QCOMPARE(list.current()->name(), QStringLiteral("a.png"));
    }

    void namesProblemsOnce()
    {
        const fs::path text = m_folder->writeText("notes.jpg", "this is no photo");
        const fs::path empty = m_folder->writeText("empty.png", "");
        fs::create_directory(m_folder->path("nothing"));
        DocumentList list;
        QSignalSpy problems(&list, &DocumentList::problemsFound);
        QSignalSpy currents(&list, &DocumentList::currentChanged);
        list.open({text, m_folder->path("missing.jpg"), m_folder->path("nothing"),
                   m_folder->writePicture("good.png"), empty});
        QTRY_COMPARE(problems.size(), 1);
        const QStringList sentences = problems[0][0].toStringList();
        QCOMPARE(sentences.size(), 4);
        for (const char* name : {"notes.jpg", "missing.jpg", "nothing", "empty.png"})
            QCOMPARE(sentences.filter(QString::fromLatin1(name)).size(), 1);
        QVERIFY(sentences.filter(QStringLiteral("--")).isEmpty()); // no word of options
        QCOMPARE(namesOf(list), QStringList{QStringLiteral("good.png")});
        QCOMPARE(list.current(), list.at(0));
        QTRY_COMPARE(list.current()->state(), State::Ready);
    }

    void keepsAndNamesADamagedPhoto()
    {
        const fs::path cut = m_folder->writePicture("cut.jpg", 400, 900);
        fs::resize_file(cut, fs::file_size(cut) / 2);
        DocumentList list;
        QSignalSpy problems(&list, &DocumentList::problemsFound);
        list.open({cut});
        QTRY_COMPARE(problems.size(), 1);
        QVERIFY(problems[0][0].toStringList().value(0).contains(QStringLiteral("cut.jpg")));
        QCOMPARE(list.current()->state(), State::Failed);
    }

    void holdsThePixelsOfTheMostRecent()
    {
        std::vector<fs::path> files;
        for (int i = 0; i < 5; ++i)
            files.push_back(m_folder->writePicture(std::to_string(i) + ".png", 300, 300));
        DocumentList list;
        list.open(files);
        QTRY_COMPARE(list.current()->state(), State::Ready);
        const std::int64_t one = list.current()->bytes();
        list.setPixelBudget(3 * one);
        for (int row = 1; row < 5; ++row) {
            list.setCurrentRow(row);
            QTRY_COMPARE(list.current()->state(), State::Ready);
        }
        const auto readyRows = [&list] {
            std::vector<int> rows;
            for (int row = 0; row < list.count(); ++row)
                if (list.at(row)->state() == State::Ready)
                    rows.push_back(row);
            return rows;
        };
        QCOMPARE(readyRows(), (std::vector<int>{2, 3, 4}));
        list.setCurrentRow(2); // is there still
        QCOMPARE(list.current()->state(), State::Ready);
        list.setPixelBudget(2 * one);
        QCOMPARE(readyRows(), (std::vector<int>{2, 4}));
        list.setPixelBudget(0); // the current one stays all the same
        QCOMPARE(readyRows(), (std::vector<int>{2}));
    }

    void showsAnewOnAnotherScreen()
    {
        DocumentList list;
        list.open({m_folder->writePicture("a.png"), m_folder->writePicture("b.png")});
        QTRY_COMPARE(list.current()->state(), State::Ready);
        const auto before = list.current()->pyramid();
        list.setScreenProfile({1, 2, 3}); // no profile: counts as sRGB
        QCOMPARE(list.current()->state(), State::Loading);
        QTRY_COMPARE(list.current()->state(), State::Ready);
        QVERIFY(list.current()->pyramid() != before);
    }

    void closes()
    {
        DocumentList list;
        const QAbstractItemModelTester tester(&list);
        list.open({m_folder->writePicture("a.png"), m_folder->writePicture("b.png"),
                   m_folder->writePicture("c.png")});
        QSignalSpy currents(&list, &DocumentList::currentChanged);
        list.setCurrentRow(1);
        list.close(0);
        QCOMPARE(list.currentRow(), 0);
        QCOMPARE(list.current()->name(), QStringLiteral("b.png"));
        list.close(0);
        QCOMPARE(list.current()->name(), QStringLiteral("c.png"));
        QCOMPARE(currents.size(), 2);
        list.close(0);
        QCOMPARE(list.current(), nullptr);
        QCOMPARE(currents.size(), 3);
        list.close(0);
        list.setCurrentRow(7);
        QCOMPARE(currents.size(), 3);
        list.open({m_folder->path("a.png"), m_folder->path("b.png")});
        list.closeAll();
        QCOMPARE(list.count(), 0);
        QCOMPARE(list.currentRow(), -1);
    }

    void makesThumbnailsForThoseWhoLook()
    {
        DocumentList list;
        list.open({m_folder->writePicture("a.png"), m_folder->writePicture("b.png")});
        QVERIFY(list.data(list.index(1), Qt::DecorationRole).isNull());
        QTRY_COMPARE(list.data(list.index(1), Qt::DecorationRole).value<QImage>().size(), QSize(24, 16));
        QCOMPARE(list.at(1)->state(), State::Empty);
        QCOMPARE(list.data(list.index(1), DocumentList::DocumentRole).value<Document*>(), list.at(1));
        QCOMPARE(list.data(list.index(1), DocumentList::StateRole).value<State>(), State::Empty);
    }

    void opensAndClosesQuickly()
    {
        std::vector<fs::path> files;
        for (int i = 0; i < 10; ++i)
            files.push_back(m_folder->writePicture(std::to_string(i) + ".jpg", 500, 400));
        DocumentList list;
        for (int i = 0; i < 100; ++i) {
            list.open(files);
            list.setCurrentRow(i % 10);
            if (i % 3 == 0)
                QCoreApplication::processEvents();
            if (i % 7 == 0)
                list.close(i % 10);
            else
                list.closeAll();
        }
        list.open(files);
        QTRY_VERIFY(allKnown(list));
        QTRY_COMPARE(list.current()->state(), State::Ready);
    }

    void theComparedPhotoIsLoadedAndStays()
    {
        DocumentList list;
        list.setPixelBudget(0); // but for those that are shown
        list.open({m_folder->writePicture("a.png"), m_folder->writePicture("b.png"),
                   m_folder->writePicture("c.png")});
        QTRY_VERIFY(list.count() == 3 && allKnown(list));
        QSignalSpy changes(&list, &DocumentList::comparedChanged);
        list.setCompared(list.at(0)); // it is the current one
        QCOMPARE(list.compared(), nullptr);
        list.setCompared(list.at(1));
        QCOMPARE(changes.size(), 1);
        QTRY_COMPARE(list.at(1)->state(), State::Ready);
        QTRY_COMPARE(list.at(0)->state(), State::Ready);
        list.setCurrentRow(2);
        QTRY_COMPARE(list.at(2)->state(), State::Ready);
        QCOMPARE(list.compared(), list.at(1));
        QCOMPARE(list.at(1)->state(), State::Ready);
        QCOMPARE(list.at(0)->state(), State::Empty);
        list.setCurrentRow(1); // they change places
        QCOMPARE(list.compared(), list.at(2));
        QCOMPARE(list.at(2)->state(), State::Ready);
        list.setCompared(nullptr);
        QCOMPARE(list.at(2)->state(), State::Empty);
        list.setCompared(list.at(0));
        list.close(0);
        QCOMPARE(list.compared(), nullptr);
        list.setCompared(list.at(1));
        list.closeAll();
        QCOMPARE(list.compared(), nullptr);
    }

    void photosAreDraggedAsTheirFiles()
    {
        DocumentList list;
        const fs::path first = m_folder->writePicture("with space.png");
        const fs::path second = m_folder->writePicture("b.png");
        list.open({first, second});
        QTRY_COMPARE(list.count(), 2);
        QVERIFY(list.flags(list.index(0)) & Qt::ItemIsDragEnabled);
        QCOMPARE(list.supportedDragActions(), Qt::CopyAction); // they stay where they are
        const std::unique_ptr<QMimeData> content(list.mimeData({list.index(0), list.index(1)}));
        QCOMPARE(content->urls(),
                 (QList<QUrl>{QUrl::fromLocalFile(QString::fromStdString(first.string())),
                              QUrl::fromLocalFile(QString::fromStdString(second.string()))}));
    }
};

QTEST_GUILESS_MAIN(DocumentListTest)
#include "document_list_test.moc"
