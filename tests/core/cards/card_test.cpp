// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/cards/card.h"

#include "core/models/known_models.h"

#include <QTest>

using namespace enlarger;
using namespace enlarger::models;

class CardTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void survivesJson()
    {
        const cards::Card card{"my-model",
                               "Mein Modell – schön",
                               "Says \"hello\".",
                               "RRDBNet 64x23, growth 32",
                               4,
                               "MIT",
                               "recipe psnr",
                               "family",
                               "2025-01-31"};
        const Result<cards::Card> read = cards::cardFromJson(toJson(card));
        QVERIFY(read.ok());
        QVERIFY(*read == card);
    }

    void tellsItsRole()
    {
        cards::Card card;
        QVERIFY(cards::cardFromJson(toJson(card))->role.empty());
        card.role = "crisp";
        QCOMPARE(cards::cardFromJson(toJson(card))->role, "crisp");
        QCOMPARE(cards::cardFromJson(R"({"role": 1})")->role, "");
        QCOMPARE(knownCard("713ee713b0353afaa27976f0563a64a5043bd70b9bd8936c2e26e25ebcdbcddf")->role,
                 "crisp");
    }

    void readsTolerantly()
    {
        const Result<cards::Card> card = cards::cardFromJson(
            R"({"name": "a", "title": 5, "scale": 2.0, "future": {"x": []}, "licence": null, "source": ["b"]})");
        QVERIFY(card.ok());
        QCOMPARE(card->name, "a");
        QCOMPARE(card->title, "");
        QCOMPARE(card->scale, 2);
        QCOMPARE(card->source, "");
    }

    void takesNoNonsenseForAScale()
    {
        for (const char* json : {R"({"scale": -4})", R"({"scale": 1e300})", R"({"scale": "4"})"})
            QCOMPARE(cards::cardFromJson(json)->scale, 0);
    }

    void refusesWhatIsNoObject()
    {
        for (const char* json : {"", "[]", "{", "null", "\"card\"", "{\"a\": }"})
            QVERIFY2(!cards::cardFromJson(json).ok(), json);
    }

    void makesStrangersTextsHarmless()
    {
        const std::string longText(100'000, 'x');
        const std::string json = "{\"title\": \"a\\u001b[31mb\\nc\", \"description\": \"" + longText + "\"}";
        const Result<cards::Card> card = cards::cardFromJson(json);
        QVERIFY(card.ok());
        QCOMPARE(card->title, "a [31mb c");
        QVERIFY(card->description.size() <= 2000);
    }

    void makesNamesThatFilesCanHave()
    {
        QCOMPARE(cards::modelNameFrom("4x_Ultra Sharp (v2)"), "4x_Ultra-Sharp-v2");
        QCOMPARE(cards::modelNameFrom("../../etc/passwd"), "etc-passwd");
        QCOMPARE(cards::modelNameFrom("模型"), "model");
        for (const char* text : {"", "...", "-rf", "a/b", "\x01", "é"})
            QVERIFY2(cards::isModelName(cards::modelNameFrom(text)), text);
        QVERIFY(cards::isModelName(cards::modelNameFrom(std::string(500, 'y'))));
        for (const char* bad : {"", ".hidden", "-o", "a b", "a/b"})
            QVERIFY2(!cards::isModelName(bad), bad);
    }

    void knowsThePublishedFiles()
    {
        const auto card = knownCard("713ee713b0353afaa27976f0563a64a5043bd70b9bd8936c2e26e25ebcdbcddf");
        QVERIFY(card.has_value());
        QCOMPARE(card->name, "realesrgan-x4plus");
        QCOMPARE(card->licence, "BSD-3-Clause");
        QVERIFY(!card->description.empty());
        QVERIFY(!knownCard(std::string(64, '0')).has_value());
        QCOMPARE(nameOfAlias("fast"), "realesr-animevideov3");
        QCOMPARE(nameOfAlias("slow"), "");
    }
};

QTEST_GUILESS_MAIN(CardTest)
#include "card_test.moc"
