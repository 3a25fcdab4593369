// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/train/recipe/loss_terms.h"
#include "core/train/recipe/recipe.h"

#include <QTest>

#include <algorithm>
#include <set>

using namespace enlarger;
using namespace enlarger::train;

namespace {

RecipeField fieldOf(const Recipe& recipe, const std::string& key)
{
    const std::vector<RecipeField> fields = fieldsOf(recipe);
    const auto found = std::ranges::find(fields, key, &RecipeField::key);
    return found == fields.end() ? RecipeField{} : *found;
}

std::string valueIn(const Recipe& recipe, const std::string& key)
{
    return fieldOf(recipe, key).value;
}

/// The words of a field's range, where that is a list of them with the present one among them; else none.
std::vector<std::string> wordsOf(const std::string& key)
{
    const RecipeField field = fieldOf({}, key);
    std::vector<std::string> words;
    for (const QString& word : QString::fromStdString(field.range).split(QStringLiteral(", ")))
        words.push_back(word.toStdString());
    const bool isChoice = std::ranges::find(words, field.value) != words.end() && words.size() > 1;
    return isChoice ? words : std::vector<std::string>{};
}

} // namespace

/// The words that recipes have for enums, and the table of loss terms.
class RecipeWordsTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    /// Each word of each choice can be set, read again, and is in the list of what may be set.
    void everyWordIsReadAndWritten()
    {
        std::size_t choices = 0;
        for (const RecipeField& field : fieldsOf(Recipe{})) {
            const std::vector<std::string> words = wordsOf(field.key);
            choices += words.empty() ? 0 : 1;
            for (const std::string& word : words) {
                Recipe recipe;
                QVERIFY2(setField(recipe, field.key, word), word.c_str());
                QCOMPARE(valueIn(recipe, field.key), word);
                const std::string section = field.key.substr(0, field.key.find('.'));
                const std::string name = field.key.substr(section.size() + 1);
                const std::string written = "\"" + name + "\": \"" + word + "\"";
                QVERIFY2(toJson(recipe).find(written) != std::string::npos, written.c_str());
                const std::string listed = ", " + field.range + ", ";
                QVERIFY2(listed.find(", " + word + ", ") != std::string::npos, listed.c_str());

                const std::string before = toJson(recipe);
                const Status status = setField(recipe, field.key, word + "x");
                QVERIFY(!status);
                QVERIFY(status.error().what.find(field.key) != std::string::npos);
                QVERIFY(status.error().what.find("'" + word + "x'") != std::string::npos);
                for (const std::string& known : words)
                    QVERIFY2(status.error().advice.find(known) != std::string::npos, known.c_str());
                QCOMPARE(toJson(recipe), before);
            }
        }
        QCOMPARE(choices, std::size_t(18));
    }

    /// What recipes on disk say.
    void wordsStayAsTheyAre()
    {
        const auto are = [](const std::string& key, const std::vector<std::string>& words) {
            return wordsOf(key) == words;
        };
        QVERIFY(are("loss.pixel", {"l1", "mse", "charbonnier"}));
        QVERIFY(are("loss.gan", {"plain", "relativistic", "relativistic-sigmoid"}));
        QVERIFY(are("loss.perceptual", {"vgg19", "vgg19-shallow", "lpips-squeeze", "discriminator", "ms-ssim",
                                        "laplacian", "contextual", "dists"}));
        QVERIFY(are("loss.feature-distance", {"l1", "mse"}));
        QVERIFY(are("loss.target", {"truth", "start"}));
        QVERIFY(are("generator.architecture",
                    {"RRDBNet", "RRDBNet-Keras", "SRResNet", "MSRResNet", "SRVGGNetCompact", "SPAN"}));
        QVERIFY(are("generator.upsampling", {"shuffle", "nearest", "nearest-prelu"}));
        QVERIFY(are("generator.output", {"tanh", "linear"}));
        QVERIFY(are("generator.initial-weights", {"usual", "keras"}));
        QVERIFY(are("discriminator.initial-weights", {"usual", "keras"}));
        QVERIFY(are("loss.normalise", {"imagenet", "keras", "no"}));
        QVERIFY(are("optimiser.kind", {"adam", "adam-keras", "adamw", "adan", "schedule-free"}));
        QVERIFY(are("generator.start", {"fresh", "trained"}));
        QVERIFY(are("discriminator.kind",
                    {"none", "vgg-128", "vgg-256", "srgan", "srgan-keras", "patchgan", "unet"}));
        QVERIFY(are("data.degradation", {"bicubic", "bicubic-8bit", "photo", "real"}));
        QVERIFY(are("schedule.kind", {"constant", "milestones", "cosine"}));
        QVERIFY(are("run.precision", {"auto", "fp32", "bf16", "fp16"}));
        QVERIFY(are("run.metric", {"psnr", "ssim", "lpips"}));
    }

    /// Every term has a weight that can be set by its key, and a curve of its own.
    void lossTermsHaveWeightsAndCurves()
    {
        std::set<std::string> curves;
        std::vector<std::string> order;
        for (const LossTerm& term : lossTerms({})) {
            QVERIFY2(curves.insert(term.curve).second, term.curve.c_str());
            order.emplace_back(term.curve);
            Recipe recipe;
            QVERIFY2(setField(recipe, term.key, "0.125"), term.key.c_str());
            for (const LossTerm& other : lossTerms(recipe.loss))
                QCOMPARE(other.weight == 0.125, other.key == term.key);
        }
        QCOMPARE(order, (std::vector<std::string>{"pixel", "perceptual", "gan", "colour", "weave", "fft",
                                                  "gradient variance", "ldl"}));
    }

    void severalPerceptualTermsAtOnce()
    {
        Recipe recipe = *findRecipe("esrgan");
        QVERIFY(setField(recipe, "loss.perceptual-also=lpips-squeeze:0.5, ms-ssim"));
        QVERIFY(check(recipe));
        const auto terms = perceptualTerms(recipe.loss);
        QVERIFY(terms);
        QCOMPARE(terms->size(), std::size_t(3));
        QCOMPARE((*terms)[0].curve, std::string("perceptual"));
        QCOMPARE((*terms)[1].curve, std::string("perceptual lpips-squeeze"));
        QCOMPARE((*terms)[1].weight, 0.5);
        QCOMPARE((*terms)[2].weight, 1.0);
        QCOMPARE(lossTerms(recipe.loss).back().curve, std::string("perceptual ms-ssim"));
        for (const char* text : {"vgg16", "vgg19", "ms-ssim,ms-ssim", "ms-ssim:0", "ms-ssim:x", "ms-ssim,"}) {
            QVERIFY(setField(recipe, "loss.perceptual-also", text));
            const Status status = check(recipe);
            QVERIFY2(!status, text);
            QVERIFY(status.error().text().find("loss.perceptual-also") != std::string::npos);
        }
        recipe = *findRecipe("psnr");
        QVERIFY(recipe.hasPixelLossesAlone());
        QVERIFY(setField(recipe, "loss.perceptual-also=discriminator"));
        QVERIFY(!recipe.hasPixelLossesAlone());
        QVERIFY(!check(recipe)); // there is none
    }

    void namesComeBackAsTheirValues()
    {
        areOneToOne<nn::PixelKind>();
        areOneToOne<nn::GanKind>();
        areOneToOne<nn::FeatureDistance>();
        areOneToOne<nn::PerceptualKind>();
        areOneToOne<nn::PictureTerm>();
        areOneToOne<nn::DiscriminatorKind>();
        areOneToOne<nn::Architecture>();
        areOneToOne<device::Precision>();
        areOneToOne<degrade::DegradationKind>();
        areOneToOne<nn::Upsampling>();
        areOneToOne<nn::FeatureInput>();
        areOneToOne<GeneratorOutput>();
        areOneToOne<InitialWeights>();
        areOneToOne<OptimiserKind>();
        areOneToOne<GeneratorStart>();
        areOneToOne<LossTarget>();
        areOneToOne<ScheduleKind>();
        areOneToOne<Metric>();
        QVERIFY(!fromName<Metric>("PSNR"));
        QVERIFY(!fromName<Metric>(""));
    }

private:
    template <NamedEnum Enum>
    static void areOneToOne()
    {
        std::set<Enum> values;
        for (const std::string& name : allNames<Enum>()) {
            const std::optional<Enum> value = fromName<Enum>(name);
            QVERIFY2(value, name.c_str());
            QCOMPARE(std::string(nameOf(*value)), name);
            QVERIFY2(values.insert(*value).second, name.c_str());
        }
        QVERIFY(values.size() >= 2);
    }
};

QTEST_GUILESS_MAIN(RecipeWordsTest)
#include "recipe_words_test.moc"
