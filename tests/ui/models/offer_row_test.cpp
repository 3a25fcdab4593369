// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/offer_row.h"

#include <QAbstractButton>
#include <QLabel>
#include <QProgressBar>
#include <QSignalSpy>
#include <QTest>

using namespace enlarger;
using app::Offer;
using ui::OfferRow;

class OfferRowTest : public QObject
{
    Q_OBJECT

private:
    static Offer offer()
    {
        return {.entry = {.name = QStringLiteral("net"),
                          .title = QStringLiteral("A network"),
                          .page = QUrl(QStringLiteral("https://example.org/page")),
                          .licence = QStringLiteral("CC-BY-NC-4.0"),
                          .isNonCommercial = true,
                          .bytes = 67'000'000}};
    }
    static QString texts(const OfferRow& row)
    {
        QStringList texts;
        for (const auto* label : row.findChildren<QLabel*>())
            if (label->isVisibleTo(&row))
                texts << label->text();
        return texts.join(QLatin1Char('|'));
    }
    static QAbstractButton* button(const OfferRow& row, const QString& text)
    {
        for (auto* button : row.findChildren<QAbstractButton*>())
            if (button->isVisibleTo(&row) && button->text() == text)
                return button;
        return nullptr;
    }

private Q_SLOTS:
    void saysWhatItIsAndFetchesIt()
    {
        OfferRow row(offer());
        QVERIFY(texts(row).contains(QStringLiteral("A network")));
        QVERIFY(texts(row).contains(QStringLiteral("CC-BY-NC-4.0 · not for commercial use")));
        QSignalSpy fetched(&row, &OfferRow::fetchRequested);
        QVERIFY(button(row, QStringLiteral("Fetch")));
        button(row, QStringLiteral("Fetch"))->click();
        QCOMPARE(fetched.size(), 1);
        QCOMPARE(fetched[0][0].toString(), QStringLiteral("net"));
        QVERIFY(!row.findChild<QProgressBar*>()->isVisibleTo(&row));
    }

    void showsProgressAndCanBeCancelled()
    {
        Offer busy = offer();
        busy.state = Offer::State::Fetching;
        OfferRow row(busy);
        const auto* bar = row.findChild<QProgressBar*>();
        QVERIFY(bar->isVisibleTo(&row));
        QCOMPARE(bar->maximum(), 0); // nothing is known yet
        busy.done = 16'750'000;
        busy.all = 67'000'000;
        row.setOffer(busy);
        QCOMPARE(double(bar->value()) / bar->maximum(), 0.25);
        QSignalSpy cancelled(&row, &OfferRow::cancelRequested);
        button(row, QStringLiteral("Cancel"))->click();
        QCOMPARE(cancelled.size(), 1);
    }

    void anInstalledOneHasNoButton()
    {
        Offer there = offer();
        there.state = Offer::State::Installed;
        const OfferRow row(there);
        QVERIFY(texts(row).contains(QStringLiteral("Installed")));
        QVERIFY(!button(row, QStringLiteral("Fetch")));
    }

    void aFailureLeadsToThePage()
    {
        Offer failed = offer();
        failed.problem = QStringLiteral("There is no network.");
        const OfferRow row(failed);
        QVERIFY(texts(row).contains(failed.problem));
        QVERIFY(button(row, QStringLiteral("Open the page in the browser")));
        QVERIFY(button(row, QStringLiteral("Fetch"))); // again
    }
};

QTEST_MAIN(OfferRowTest)
#include "offer_row_test.moc"
