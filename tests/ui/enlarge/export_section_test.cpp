// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/enlarge/export_section.h"

#include "tests/ui/shell/window_bench.h"

#include <QComboBox>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QSignalSpy>
#include <QSpinBox>
#include <QTest>

using namespace enlarger;
using ui::ExportSection;

class ExportSectionTest : public QObject
{
    Q_OBJECT

private:
    std::unique_ptr<tests::SessionFolder> m_folder;
    std::unique_ptr<app::Settings> m_settings;
    std::unique_ptr<QWidget> m_page; // the section and its footer
    ExportSection* m_section = nullptr;

    void start()
    {
        m_page = std::make_unique<QWidget>();
        m_section = new ExportSection(*m_settings, m_page.get());
        m_section->footer()->setParent(m_page.get());
        m_page->show();
    }
    QComboBox& format() const { return *m_section->findChildren<QComboBox*>()[0]; }
    QSpinBox& quality() const { return *m_section->findChild<QSpinBox*>(); }
    QLineEdit& name() const { return *m_section->findChildren<QLineEdit*>().constLast(); }
    QComboBox& existing() const { return *m_section->findChild<QComboBox*>(QStringLiteral("existing")); }
    QPushButton& button() const { return *m_section->footer()->findChild<QPushButton*>(); }

private Q_SLOTS:
    void init()
    {
        tests::refuseWindowWarnings();
        m_folder = std::make_unique<tests::SessionFolder>();
        m_settings = std::make_unique<app::Settings>();
        start();
    }
    void cleanup()
    {
        m_page = nullptr;
        m_settings = nullptr;
    }

    void keepsWhatIsChosen()
    {
        QSignalSpy changes(m_section, &ExportSection::settingsChanged);
        format().setCurrentIndex(format().findData(QStringLiteral("webp")));
        quality().setValue(80);
        name().setText(QStringLiteral("{name}-large"));
        existing().setCurrentIndex(existing().findData(int(app::IfExists::Skip)));
        QCOMPARE(m_settings->ifExists(), app::IfExists::Skip);
        QCOMPARE(m_settings->exportFormat(), QStringLiteral("webp"));
        QCOMPARE(m_settings->exportQuality(), 80);
        QCOMPARE(m_settings->nameTemplate(), QStringLiteral("{name}-large"));
        QVERIFY(changes.size() >= 3);
        start(); // another day
        QCOMPARE(format().currentData().toString(), QStringLiteral("webp"));
        QCOMPARE(quality().value(), 80);
        QCOMPARE(name().text(), QStringLiteral("{name}-large"));
        QCOMPARE(existing().currentData().toInt(), int(app::IfExists::Skip));
    }

    void qualityIsForLossyFormats()
    {
        QVERIFY(quality().isEnabled()); // as the photo: it may be one
        format().setCurrentIndex(format().findData(QStringLiteral("png")));
        QVERIFY(!quality().isEnabled());
        format().setCurrentIndex(format().findData(QStringLiteral("avif")));
        QVERIFY(quality().isEnabled());
    }

    void aWrongTemplateIsExplainedAndNotTaken()
    {
        m_section->setExportEnabled(true);
        QVERIFY(button().isEnabled());
        name().setText(QStringLiteral("{nam}"));
        QVERIFY(!button().isEnabled());
        const auto labels = m_section->findChildren<QLabel*>();
        QVERIFY(std::any_of(labels.begin(), labels.end(), [](const QLabel* label) {
            return label->isVisible() && label->text().contains(QStringLiteral("{nam}"));
        }));
        QCOMPARE(m_settings->nameTemplate(), QStringLiteral("{name}_x{scale}"));
        name().setText(QStringLiteral("{name}"));
        QVERIFY(button().isEnabled());
    }

    void asksForAnExport()
    {
        QSignalSpy requested(m_section, &ExportSection::exportRequested);
        QTest::mouseClick(&button(), Qt::LeftButton);
        QCOMPARE(requested.size(), 0); // there is nothing to export
        m_section->setExportEnabled(true);
        QTest::mouseClick(&button(), Qt::LeftButton);
        QCOMPARE(requested.size(), 1);
    }
};

QTEST_MAIN(ExportSectionTest)
#include "export_section_test.moc"
