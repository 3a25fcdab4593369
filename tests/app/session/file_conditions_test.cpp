// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/session/file_conditions.h"

#include "tests/app/session/session_folder.h"

#include <QTest>

using namespace enlarger;
using app::DocumentList;
using app::FileConditions;
using Condition = FileConditions::Condition;
namespace fs = std::filesystem;

class FileConditionsTest : public QObject
{
    Q_OBJECT

private:
    std::unique_ptr<tests::SessionFolder> m_folder;
    std::unique_ptr<DocumentList> m_documents;
    std::unique_ptr<FileConditions> m_conditions;

    Condition of(int row) const { return m_conditions->of(*m_documents->at(row)); }

private Q_SLOTS:
    void init()
    {
        tests::refuseWarnings();
        m_folder = std::make_unique<tests::SessionFolder>();
        m_documents = std::make_unique<DocumentList>();
        m_conditions = std::make_unique<FileConditions>(*m_documents);
        m_documents->open({m_folder->writePicture("a.png"), m_folder->writePicture("b.png")});
        QTRY_COMPARE(m_documents->count(), 2);
        m_documents->setCurrentRow(1); // so that both have been read
        QTRY_COMPARE(m_documents->current()->state(), app::Document::State::Ready);
        m_documents->setCurrentRow(0);
        QTRY_COMPARE(m_documents->current()->state(), app::Document::State::Ready);
    }
    void cleanup()
    {
        m_conditions = nullptr;
        m_documents = nullptr;
    }

    void filesAreAsTheyWereRead()
    {
        m_conditions->check();
        QCOMPARE(of(0), Condition::AsRead);
        QCOMPARE(of(1), Condition::AsRead);
    }

    // Also of photos that are not shown.
    void aFileThatGoesIsMissing()
    {
        fs::rename(m_folder->path("b.png"), m_folder->path("elsewhere"));
        QTRY_COMPARE(of(1), Condition::Missing); // the folder told of it
        QCOMPARE(of(0), Condition::AsRead);
        fs::rename(m_folder->path("elsewhere"), m_folder->path("b.png"));
        QTRY_VERIFY(of(1) != Condition::Missing);
    }

    void aFileThatIsReplacedHasChanged()
    {
        fs::rename(m_folder->writePicture("new.png", 30, 20), m_folder->path("b.png"));
        QTRY_COMPARE(of(1), Condition::Changed);
        m_documents->setCurrentRow(1); // reads it again
        QTRY_COMPARE(m_documents->at(1)->size(), QSize(30, 20));
        QTRY_COMPARE(of(1), Condition::AsRead);
    }

    void whatFoldersDoNotTellIsFoundByChecking()
    {
        fs::last_write_time(m_folder->path("b.png"), fs::file_time_type::clock::now());
        m_conditions->check();
        QTRY_COMPARE(of(1), Condition::Changed);
        m_documents->close(1);
        m_conditions->check();
        QTRY_COMPARE(of(0), Condition::AsRead);
    }
};

QTEST_MAIN(FileConditionsTest)
#include "file_conditions_test.moc"
