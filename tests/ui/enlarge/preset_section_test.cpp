// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/enlarge/preset_section.h"

#include "tests/ui/shell/window_bench.h"
#include "ui/enlarge/enlarge_page.h"

#include <QComboBox>
#include <QLabel>
#include <QMenu>
#include <QSpinBox>
#include <QTest>

#include <fstream>

using namespace enlarger;
using ui::PresetSection;

class PresetSectionTest : public QObject
{
    Q_OBJECT

private:
    std::unique_ptr<tests::WindowBench> m_bench;
    PresetSection* m_section = nullptr;

    app::EnlargeSession& session() const { return m_bench->bench().session; }
    app::Settings& settings() const { return m_bench->bench().settings; }
    QString shown() const { return m_section->findChild<QComboBox*>()->currentText(); }
    QString problem() const { return m_section->findChildren<QLabel*>().constLast()->text(); }

    // What the menu offers under these words, one below the other; null: it does not.
    static QAction* find(QMenu& menu, const QStringList& path)
    {
        QMenu* in = &menu;
        for (const QString& words : path) {
            const QList<QAction*> actions = in->actions();
            const auto found =
                std::ranges::find(actions, words, [](QAction* action) { return action->text(); });
            if (found == actions.end())
                return nullptr;
            if (words == path.constLast())
                return *found;
            in = (*found)->menu();
        }
        return nullptr;
    }
    bool choose(const QStringList& path)
    {
        QMenu menu;
        m_section->fillMenu(menu);
        QAction* action = find(menu, path);
        if (action && action->isEnabled())
            action->trigger();
        return action;
    }

private Q_SLOTS:
    void init()
    {
        tests::refuseWindowWarnings();
        m_bench = std::make_unique<tests::WindowBench>();
        QVERIFY(m_bench->start());
        m_section = m_bench->window().findChild<PresetSection*>();
        QVERIFY(m_section);
    }
    void cleanup() { m_bench = nullptr; }

    void aPresetSetsSizeAndFile()
    {
        QCOMPARE(shown(), "None");
        QVERIFY(choose({"Web x2"}));
        QCOMPARE(session().requestedSize().factor, 2.0);
        QCOMPARE(settings().exportFormat(), "jpeg");
        QCOMPARE(settings().exportQuality(), 85);
        QCOMPARE(settings().exportBits(), 8);
        QCOMPARE(shown(), "Web x2");
        const auto* quality =
            m_bench->window().findChild<ui::EnlargePage*>()->findChild<QSpinBox*>("quality");
        QVERIFY(quality);
        QCOMPARE(quality->value(), 85); // the fields follow
        QVERIFY(choose({"Print A3 300 dpi"}));
        QCOMPARE(session().requestedSize().longSide, 4961);
        QCOMPARE(session().printSize()->dpi, 300.0);
        QCOMPARE(settings().exportQuality(), 85); // which it does not name
        session().setRequestedSize({.factor = 3.0});
        QCOMPARE(shown(), "None");
    }

    void thePresentSettingsAreKeptUnderAName()
    {
        session().setRequestedSize({.longSide = 1234});
        session().setColourLock(false);
        settings().setNameTemplate("{name}_{counter}");
        m_section->save("My own");
        QCOMPARE(shown(), "My own");
        session().setRequestedSize({});
        session().setColourLock(true);
        settings().setNameTemplate("{name}");
        QVERIFY(choose({"My own"}));
        QCOMPARE(session().requestedSize().longSide, 1234);
        QVERIFY(!session().colourLock());
        QCOMPARE(settings().nameTemplate(), "{name}_{counter}");
        m_bench->stop();
        QVERIFY(m_bench->start()); // another day
        m_section = m_bench->window().findChild<PresetSection*>();
        QVERIFY(choose({"My own"}));
        QVERIFY(choose({"Remove", "My own"}));
        QVERIFY(!choose({"My own"}));
        m_section->save("Web x2"); // the program's
        QVERIFY2(problem().contains("Choose another name"), qPrintable(problem()));
    }

    void importedOnesAreTaken()
    {
        const std::filesystem::path file = m_bench->folder().path("sent.json");
        std::ofstream(file)
            << QByteArray("{'name': 'Sent', 'model': 'gone', 'quality': 7}").replace('\'', '"').toStdString();
        m_section->importAll({QString::fromStdString(file.string())});
        QCOMPARE(settings().exportQuality(), 7);
        QVERIFY2(problem().contains("There is no model gone here"), qPrintable(problem()));
        std::ofstream(file) << "{";
        m_section->importAll({QString::fromStdString(file.string())});
        QVERIFY2(problem().contains("sent.json"), qPrintable(problem()));
    }
};

QTEST_MAIN(PresetSectionTest)
#include "preset_section_test.moc"
