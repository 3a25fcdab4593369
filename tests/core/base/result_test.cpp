// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/result.h"

#include <QTest>

#include <memory>

using namespace enlarger;

class ResultTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void value();
    void error();
    void valuesThatCannotBeCopied();
    void status();
    void text_data();
    void text();
};

void ResultTest::value()
{
    Result<std::string> result = std::string("good");
    QVERIFY(result.ok());
    QVERIFY(static_cast<bool>(result));
    QCOMPARE(*result, std::string("good"));
    QCOMPARE(result->size(), std::size_t(4));
    result.value() += "!";
    QCOMPARE(std::move(result).value(), std::string("good!"));
}

void ResultTest::error()
{
    const Result<int> result = Error{ErrorKind::OutOfMemory, "no room", "a.png", "Close something"};
    QVERIFY(!result.ok());
    QVERIFY(!result);
    QCOMPARE(result.error().kind, ErrorKind::OutOfMemory);
    QCOMPARE(result.error().what, std::string("no room"));
    // An error passes from one result to another of any type.
    const Result<std::string> other = result.error();
    QCOMPARE(other.error().file, std::filesystem::path("a.png"));
}

void ResultTest::valuesThatCannotBeCopied()
{
    Result<std::unique_ptr<int>> result = std::make_unique<int>(7);
    QVERIFY(result);
    const std::unique_ptr<int> taken = *std::move(result);
    QCOMPARE(*taken, 7);
}

void ResultTest::status()
{
    QVERIFY(Status());
    const Status failed = Error{ErrorKind::Cancelled, "stopped", {}, {}};
    QVERIFY(!failed);
    QCOMPARE(failed.error().kind, ErrorKind::Cancelled);
}

void ResultTest::text_data()
{
    QTest::addColumn<QString>("what");
    QTest::addColumn<QString>("file");
    QTest::addColumn<QString>("advice");
    QTest::addColumn<QString>("text");
    QTest::newRow("all") << "the file ends early"
                         << "photo.jpg"
                         << "Copy it again"
                         << "photo.jpg: the file ends early. Copy it again.";
    QTest::newRow("no file") << "memory ran out"
                             << ""
                             << "Take smaller tiles"
                             << "memory ran out. Take smaller tiles.";
    QTest::newRow("no advice") << "it is a folder"
                               << "x"
                               << ""
                               << "x: it is a folder.";
    QTest::newRow("one line") << "first\nsecond\r\nthird"
                              << ""
                              << ""
                              << "first second  third.";
    QTest::newRow("UTF-8") << "défaut"
                           << "フォト.png"
                           << ""
                           << "フォト.png: défaut.";
}

void ResultTest::text()
{
    QFETCH(QString, what);
    QFETCH(QString, file);
    QFETCH(QString, advice);
    QFETCH(QString, text);
    const Error error{ErrorKind::BadInput, what.toStdString(), file.toStdString(), advice.toStdString()};
    QCOMPARE(QString::fromStdString(error.text()), text);
}

QTEST_GUILESS_MAIN(ResultTest)

#include "result_test.moc"
