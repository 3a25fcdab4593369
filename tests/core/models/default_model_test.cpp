// SPDX-License-Identifier: GPL-3.0-or-later
// Which network is meant where none is named, and why.
#include "core/models/default_model.h"
#include "core/models/known_models.h"

#include <QtTest>

using namespace enlarger;

class DefaultModelTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void best_data()
    {
        QTest::addColumn<QString>("device");
        QTest::addColumn<QStringList>("installed");
        QTest::addColumn<QString>("chosen");
        QTest::addColumn<QString>("why");
        const QStringList all{"a", "photo-x4", "realesr-animevideov3", "realesrgan-x4plus"};
        QTest::newRow("CPU") << "cpu" << all << "photo-x4"
                             << "CPU";
        QTest::newRow("GPU") << "cuda:0" << all << "realesrgan-x4plus"
                             << "graphics card";
        QTest::newRow("CPU, second best")
            << "cpu" << QStringList{"realesr-animevideov3", "realesrgan-x4plus"} << "realesr-animevideov3"
            << "since photo-x4 is not installed";
        QTest::newRow("CPU, a large one")
            << "cpu" << QStringList{"a", "realesrgan-x4plus"} << "realesrgan-x4plus"
            << "since photo-x4 is not installed";
        QTest::newRow("GPU, second best") << "cuda:1" << QStringList{"a", "photo-x4"} << "photo-x4"
                                          << "since realesrgan-x4plus is not installed";
        QTest::newRow("others alone") << "cpu" << QStringList{"a", "b"} << "a"
                                      << "since neither photo-x4 nor realesr-animevideov3 is installed";
    }
    void best()
    {
        QFETCH(QString, device);
        QFETCH(QStringList, installed);
        QFETCH(QString, chosen);
        QFETCH(QString, why);
        std::vector<models::StoredModel> models(installed.size());
        for (qsizetype i = 0; i < installed.size(); ++i)
            models[i].card.name = installed[i].toStdString();
        const auto found = models::defaultModel(models, {.name = device.toStdString()});
        QVERIFY(found.model);
        QCOMPARE(QString::fromStdString(found.model->card.name), chosen);
        QVERIFY2(found.reason.find(why.toStdString()) != std::string::npos, found.reason.c_str());
    }

    void none() { QVERIFY(!models::defaultModel({}, {.name = "cpu"}).model); }

    void successorsArePublished() // and what they follow keeps its name
    {
        for (const char* name : {"faithful-x4", "faithful-x2"}) {
            QVERIFY(models::isOfficialName(models::successorOf(name)));
            QVERIFY(models::nameOfAlias(name).empty());
        }
        QCOMPARE(models::successorOf("photo-x4"), std::string());
    }
};

QTEST_GUILESS_MAIN(DefaultModelTest)
#include "default_model_test.moc"
