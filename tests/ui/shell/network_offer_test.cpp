// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/shell/network_offer.h"

#include "app/files/number_text.h"
#include "app/files/path_text.h"
#include "tests/app/fetch/fake_server.h"
#include "tests/app/session/session_folder.h"
#include "tests/support/test_files.h"
#include "tests/ui/shell/window_bench.h"
#include "ui/shell/message_bar.h"

#include <QCryptographicHash>
#include <QFile>
#include <QPushButton>
#include <QSignalSpy>
#include <QTest>

using namespace enlarger;

/// The first start: what is offered, and what becomes of it.
class NetworkOfferTest : public QObject
{
    Q_OBJECT

private:
    static constexpr int patience = 30'000; // ms

    std::unique_ptr<tests::SessionFolder> m_folder;
    std::unique_ptr<tests::FakeServer> m_server;
    DeviceQueue m_queue;

    // What a window has of it.
    struct Start
    {
        app::Settings settings;
        app::ModelCatalog catalog;
        app::ModelLibrary library;
        ui::MessageBar messages;
        ui::NetworkOffer offer{settings, library, messages};
        QSignalSpy looked{&library, &app::ModelLibrary::offersChanged};

        Start(DeviceQueue& queue, std::vector<app::CatalogueEntry> published)
            : library(catalog, queue, std::move(published))
        {
            QObject::connect(&library, &app::ModelLibrary::told, &messages, // as the window does
                             [this](const QString& sentence) { messages.showFact(sentence); });
        }
        bool isAsked() { return (!looked.isEmpty() || looked.wait(patience)) && !messages.isHidden(); }
        QPushButton* button(const char* text) const
        {
            for (auto* button : messages.findChildren<QPushButton*>())
                if (button->text() == QLatin1String(text))
                    return button;
            return nullptr;
        }
    };
    std::vector<app::CatalogueEntry> published() const
    {
        app::CatalogueEntry network{
            .name = QStringLiteral("published"),
            .title = QStringLiteral("A published network"),
            .url = m_server->url(QStringLiteral("net.safetensors")),
            .licence = QStringLiteral("BSD-3-Clause"),
            .bytes = m_server->content.size(),
            .sha256 = QString::fromLatin1(
                QCryptographicHash::hash(m_server->content, QCryptographicHash::Sha256).toHex())};
        app::CatalogueEntry features = network;
        features.name = QStringLiteral("vgg19");
        features.kind = app::CatalogueEntry::Kind::Features;
        app::CatalogueEntry restricted = network;
        restricted.name = QStringLiteral("restricted");
        restricted.isNonCommercial = true;
        return {network, features, restricted};
    }

private Q_SLOTS:
    void init()
    {
        tests::refuseWindowWarnings();
        m_folder = std::make_unique<tests::SessionFolder>();
        m_folder->addModel("photo-x4");
        QFile file(QString::fromStdString(tests::dataFile("weights/x4_new.safetensors").string()));
        QVERIFY(file.open(QFile::ReadOnly));
        m_server = std::make_unique<tests::FakeServer>(file.readAll());
    }

    void fetchesWhenAsked()
    {
        Start start(m_queue, published());
        QVERIFY(start.isAsked());
        const QString size = app::toText(app::bytesText(m_server->content.size()));
        QVERIFY2(start.messages.text().contains(
                     QStringLiteral("published: A published network (%1, BSD-3-Clause). Those").arg(size)),
                 qPrintable(start.messages.text()));
        QVERIFY(m_server->requests.isEmpty()); // nothing is sent before
        QSignalSpy told(&start.library, &app::ModelLibrary::told);
        QSignalSpy shown(&start.offer, &ui::NetworkOffer::modelsRequested);
        start.button("Fetch them")->click();
        QVERIFY(start.button("Show how far"));
        start.button("Show how far")->click();
        QCOMPARE(shown.size(), 1);
        QVERIFY(told.wait(patience));
        QTRY_VERIFY_WITH_TIMEOUT(start.catalog.find(QStringLiteral("published")), patience);
        QCOMPARE(m_server->requests.size(), 1);
    }

    void asksOnce()
    {
        {
            Start start(m_queue, published());
            QVERIFY(start.isAsked());
            start.button("No, thanks")->click();
            QVERIFY(start.messages.isHidden());
        }
        Start again(m_queue, published());
        QVERIFY(!again.isAsked());
        QVERIFY(m_server->requests.isEmpty());
    }

    void asksOnceEvenWithoutAnAnswer()
    {
        {
            Start start(m_queue, published());
            QVERIFY(start.isAsked());
        }
        Start again(m_queue, published());
        QVERIFY(!again.isAsked());
    }

    void waitsWhereSomethingElseIsSaid()
    {
        {
            Start start(m_queue, published());
            start.messages.showFact(QStringLiteral("Something else."));
            QVERIFY(start.isAsked());
            QCOMPARE(start.messages.text(), QStringLiteral("Something else."));
        }
        Start again(m_queue, published());
        QVERIFY(again.isAsked());
    }

    void doesNotAskForWhatIsThere()
    {
        m_folder->addModel("published");
        Start start(m_queue, published());
        QVERIFY(!start.isAsked());
    }

    void whatFailsIsNotLostAmongWhatDoesNot()
    {
        std::vector<app::CatalogueEntry> entries = published();
        app::CatalogueEntry wrong = entries.front();
        wrong.name = QStringLiteral("wrong");
        wrong.url = QUrl(QStringLiteral("http://127.0.0.1:1/net.safetensors")); // fails at once
        entries.insert(entries.begin(), wrong);
        Start start(m_queue, std::move(entries));
        QVERIFY(start.isAsked());
        start.button("Fetch them")->click();
        QTRY_VERIFY_WITH_TIMEOUT(start.catalog.find(QStringLiteral("published")), patience);
        QTRY_VERIFY2_WITH_TIMEOUT(start.button("Show models"), qPrintable(start.messages.text()), patience);
    }

    void withoutNetworkTheRestGoesOn()
    {
        m_server->status = "503 Service Unavailable";
        Start start(m_queue, published());
        QVERIFY(start.isAsked());
        start.button("Fetch them")->click();
        QTRY_VERIFY2_WITH_TIMEOUT(start.button("Show models"), qPrintable(start.messages.text()), patience);
        QVERIFY2(start.messages.text().contains(QStringLiteral("Service Unavailable")),
                 qPrintable(start.messages.text()));
        QVERIFY(start.catalog.find(QStringLiteral("photo-x4")));
        QVERIFY(!start.catalog.find(QStringLiteral("published")));
    }
};

QTEST_MAIN(NetworkOfferTest)
#include "network_offer_test.moc"
