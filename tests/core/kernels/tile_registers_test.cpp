// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/kernels/direct_conv.h"
#include "core/kernels/tile_registers.h"
#include "tests/core/kernels/conv_calls.h"

#include <QTest>

#include <array>
#include <cmath>
#include <cstring>
#include <set>

using namespace enlarger;
using namespace enlarger::kernels;
using namespace enlarger::tests;

namespace {

/// 16 floats, by loops: see avx512_vector.h.
struct PlainVector
{
    static constexpr int lanes = 16;

    static PlainVector loadFirst(const float* from, int count)
    {
        PlainVector vector;
        std::copy_n(from, count, vector.v.begin());
        return vector;
    }
    static PlainVector load(const float* from) { return loadFirst(from, lanes); }
    static PlainVector all(float value)
    {
        PlainVector vector;
        vector.v.fill(value);
        return vector;
    }
    static PlainVector zero() { return {}; }
    void storeFirst(float* to, int count) const { std::copy_n(v.begin(), count, to); }
    void store(float* to) const { storeFirst(to, lanes); }

    template <class Function>
    static PlainVector of(const Function& function)
    {
        PlainVector vector;
        for (std::size_t i = 0; i < lanes; ++i)
            vector.v[i] = function(i);
        return vector;
    }
    friend PlainVector operator+(const PlainVector& a, const PlainVector& b)
    {
        return of([&](std::size_t i) { return a.v[i] + b.v[i]; });
    }
    friend PlainVector operator-(const PlainVector& a, const PlainVector& b)
    {
        return of([&](std::size_t i) { return a.v[i] - b.v[i]; });
    }
    friend PlainVector operator*(const PlainVector& a, const PlainVector& b)
    {
        return of([&](std::size_t i) { return a.v[i] * b.v[i]; });
    }
    friend PlainVector operator/(const PlainVector& a, const PlainVector& b)
    {
        return of([&](std::size_t i) { return a.v[i] / b.v[i]; });
    }
    static PlainVector fma(const PlainVector& a, const PlainVector& b, const PlainVector& c)
    {
        return a * b + c;
    }
    static PlainVector min(const PlainVector& a, const PlainVector& b)
    {
        return of([&](std::size_t i) { return a.v[i] < b.v[i] ? a.v[i] : b.v[i]; });
    }
    static PlainVector max(const PlainVector& a, const PlainVector& b)
    {
        return of([&](std::size_t i) { return a.v[i] > b.v[i] ? a.v[i] : b.v[i]; });
    }
    static PlainVector rounded(const PlainVector& a)
    {
        return of([&](std::size_t i) { return std::nearbyint(a.v[i]); });
    }
    static PlainVector scaled(const PlainVector& a, const PlainVector& n)
    {
        return of([&](std::size_t i) { return std::ldexp(a.v[i], int(n.v[i])); });
    }

    std::array<float, lanes> v = {};
};

/// AMX as Intel's manual has it, but for the order of sums and denormals, and what would be a mistake in
/// using it.
class EmulatedTiles
{
public:
    static void configure()
    {
        isConfigured = true;
        written.clear();
    }
    static void release() { isConfigured = false; }

    template <int tile>
    static void zero()
    {
        begin(tile);
        std::memset(registers[tile].data(), 0, sizeof(Register));
    }
    template <int tile>
    static void load(const void* from, std::size_t stride)
    {
        begin(tile);
        for (std::size_t row = 0; row < 16; ++row)
            std::memcpy(registers[tile][row].data(), static_cast<const char*>(from) + row * stride, 64);
    }
    template <int tile>
    static void store(void* to, std::size_t stride)
    {
        check(tile);
        for (std::size_t row = 0; row < 16; ++row)
            std::memcpy(static_cast<char*>(to) + row * stride, registers[tile][row].data(), 64);
    }
    /// TDPBF16PS
    template <int sum, int pixels, int weights>
    static void multiplyAdd()
    {
        for (const int tile : {sum, pixels, weights})
            check(tile);
        for (std::size_t m = 0; m < 16; ++m)
            for (std::size_t k = 0; k < 16; ++k)
                for (std::size_t n = 0; n < 16; ++n)
                    for (const int half : {0, 1})
                        registers[sum][m][n] +=
                            part(registers[pixels][m][k], half) * part(registers[weights][k][n], half);
    }

    static inline thread_local bool isConfigured = false;
    static inline thread_local bool wasMisused = false;

private:
    using Register = std::array<std::array<float, 16>, 16>;

    static float part(float pair, int half)
    {
        const auto bits = __builtin_bit_cast(std::uint32_t, pair);
        return __builtin_bit_cast(float, half == 0 ? bits << 16 : bits & 0xFFFF0000U);
    }
    static void begin(int tile)
    {
        wasMisused = wasMisused || !isConfigured;
        written.insert(tile);
    }
    static void check(int tile) { wasMisused = wasMisused || !isConfigured || !written.contains(tile); }

    static inline thread_local std::array<Register, 8> registers;
    static inline thread_local std::set<int> written;
};

struct EmulatedScheme : TileProducts<EmulatedTiles>
{
    using Vector = PlainVector;

    static void round(const float* from, int channels, float* slots)
    {
        for (int slot = 0; slot < chunkSlots; ++slot) {
            std::uint32_t pair = 0;
            for (const int half : {0, 1})
                if (from != nullptr && 2 * slot + half < channels)
                    pair |= roundedToBf16(from[2 * slot + half]) << (16 * half);
            slots[slot] = __builtin_bit_cast(float, pair);
        }
    }
};

constexpr DirectKernelSet emulated = makeDirectKernelSet<EmulatedScheme>();

std::unique_ptr<Conv3x3> makeEmulated(const ConvSpec& spec, bool up)
{
    return makeDirectConv(spec, up, emulated);
}

} // namespace

/// The loops for matrix units, on any processor: their registers are emulated.
class TileRegistersTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void valuesAreThoseOfTheFormula_data()
    {
        QTest::addColumn<int>("number");
        m_calls = allCalls();
        for (std::size_t i = 0; i < m_calls.size(); ++i)
            QTest::addRow("%s", m_calls[i].first.c_str()) << int(i);
    }

    void valuesAreThoseOfTheFormula()
    {
        QFETCH(int, number);
        EmulatedTiles::wasMisused = false;
        Scene scene(m_calls[index(number)].second);
        const auto formula = scene.formula();
        const auto values = scene.run(makeEmulated, inTurn);
        const double decibel = decibels(values, formula, formula.size());
        QVERIFY2(decibel >= leastBf16Decibels, std::to_string(decibel).c_str());
        QVERIFY(!EmulatedTiles::wasMisused);
        QVERIFY(!EmulatedTiles::isConfigured);                   // others want the units for themselves
        const auto plain = scene.run(Arithmetic::Plain, inTurn); // nothing else is written
        QVERIFY(std::equal(values.begin() + std::ptrdiff_t(formula.size()), values.end(),
                           plain.begin() + std::ptrdiff_t(formula.size()), plain.end()));
    }

    void productsAreOfBf16()
    {
        Scene scene({.in = 64, .out = 32});
        const auto formula = scene.formula();
        const double decibel = decibels(scene.run(makeEmulated, inTurn), formula, formula.size());
        QVERIFY2(decibel > 50 && decibel < 70, std::to_string(decibel).c_str());
    }

    // The same sums in another order.
    void vectorsGiveTheSame()
    {
        const auto available = availableArithmetics();
        if (std::ranges::find(available, Arithmetic::Avx512Bf16) == available.end())
            QSKIP("this processor has no AVX-512 bf16");
        for (const bool up : {false, true}) {
            Scene scene({.in = 70, .out = 52, .rows = 9, .width = 70, .up = up});
            const auto vectors = scene.run(Arithmetic::Avx512Bf16, onThreads);
            const auto tiles = scene.run(makeEmulated, onThreads);
            QVERIFY(decibels(tiles, vectors, vectors.size()) > 110);
        }
    }

    void roundsToTheNearest()
    {
        const auto rounded = [](float value) {
            return __builtin_bit_cast(float, roundedToBf16(value) << 16);
        };
        QCOMPARE(rounded(1.0F), 1.0F);
        QCOMPARE(rounded(1.0F + 1.0F / 256), 1.0F);             // half way: to the even one
        QCOMPARE(rounded(1.0F + 3.0F / 256), 1.0F + 1.0F / 64); // the same, upwards
        QCOMPARE(rounded(-1.0F - 1.1F / 256), -1.0F - 1.0F / 128);
        QVERIFY(std::isinf(rounded(3.4e38F)));
        QVERIFY(std::isnan(rounded(std::nanf(""))));
    }

private:
    std::vector<std::pair<std::string, Call>> m_calls;
};

QTEST_APPLESS_MAIN(TileRegistersTest)
#include "tile_registers_test.moc"
