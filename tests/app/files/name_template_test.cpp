// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/files/name_template.h"

#include <QTest>

using namespace enlarger;
using namespace enlarger::app;

class NameTemplateTest : public QObject
{
    Q_OBJECT

private:
    const NameFields m_fields{"beach", "fast", "2.5", "1940", "2273", "bf16", "2025-01-31", "Sea", "0012"};

private Q_SLOTS:
    void fillsFields_data()
    {
        QTest::addColumn<QString>("text");
        QTest::addColumn<QString>("expected");
        QTest::newRow("default") << "{name}_x{scale}"
                                 << "beach_x2.5";
        QTest::newRow("all")
            << "{name}-{model}-{scale}-{width}x{height}-{precision}-{date}-{parent}-{counter}"
            << "beach-fast-2.5-1940x2273-bf16-2025-01-31-Sea-0012";
        QTest::newRow("twice") << "{name}{name}"
                               << "beachbeach";
        QTest::newRow("none") << "always"
                              << "always";
        QTest::newRow("braces") << "{{{name}}}"
                                << "{beach}";
        QTest::newRow("dots in the text") << "{name}.v2"
                                          << "beach.v2";
    }
    void fillsFields()
    {
        QFETCH(QString, text);
        QFETCH(QString, expected);
        const auto name = NameTemplate::parse(text.toStdString());
        QVERIFY2(name.ok(), name.ok() ? "" : name.error().text().c_str());
        QCOMPARE(QString::fromStdString(name->expand(m_fields, 200)), expected);
    }

    void refuses_data()
    {
        QTest::addColumn<QString>("text");
        QTest::addColumn<QString>("complaint");
        QTest::newRow("unknown field") << "{nmae}"
                                       << "unknown field {nmae}";
        QTest::newRow("empty field") << "{}"
                                     << "unknown field {}";
        QTest::newRow("open") << "{name"
                              << "unmatched brace";
        QTest::newRow("close") << "name}"
                               << "unmatched brace";
        QTest::newRow("folder") << "out/{name}"
                                << "'/'";
        QTest::newRow("extension") << "{name}.png"
                                   << "--format png";
        QTest::newRow("empty") << ""
                               << "empty";
    }
    void refuses()
    {
        QFETCH(QString, text);
        QFETCH(QString, complaint);
        const auto name = NameTemplate::parse(text.toStdString());
        QVERIFY(!name.ok());
        QVERIFY2(QString::fromStdString(name.error().text()).contains(complaint),
                 name.error().text().c_str());
    }

    void shortensTheSourcesNameWhereItMust()
    {
        NameFields fields = m_fields;
        fields.name = QStringLiteral("é").repeated(150).toStdString(); // 300 bytes
        const std::string name = NameTemplate::parse("{name}_x{scale}")->expand(fields, 100);
        QVERIFY(name.size() <= 100 && name.size() > 95);
        QVERIFY(name.ends_with("_x2.5"));
        const QString text = QString::fromStdString(name);
        QVERIFY(!text.contains(QChar(QChar::ReplacementCharacter))); // no character was split
    }

    void neverMakesAPath()
    {
        NameFields fields = m_fields;
        fields.model = "a/b";
        QCOMPARE(NameTemplate::parse("{model}")->expand(fields, 100), "a-b");
        fields.model = "..";
        QVERIFY(NameTemplate::parse("{model}")->expand(fields, 100) != "..");
    }
};

QTEST_GUILESS_MAIN(NameTemplateTest)
#include "name_template_test.moc"
