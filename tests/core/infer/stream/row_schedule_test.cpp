// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/infer/stream/row_schedule.h"

#include "core/infer/stream/row_stream.h"
#include "tests/core/infer/stream/stream_networks.h"

#include <QTest>

using namespace enlarger;
using namespace enlarger::infer;
using tests::networkOf;
using tests::roundedUp;
using tests::specs;

Q_DECLARE_METATYPE(nn::NetworkSpec)

namespace {

/// Computes nothing: keeps an account of whose row lies where, and looks at each read whether it still does.
class AccountedStream : public RowStream
{
public:
    AccountedStream(const std::shared_ptr<const StreamNetwork>& network, int width, int height,
                    const Strips& strips)
        : RowStream(network, width, height, strips, 1e18)
        , m_owners(std::size_t(schedule().floats))
        , m_row(std::size_t(width) * 64)
    {}

    int wrongReads() const { return m_wrongReads; }

private:
    struct Owner
    {
        int ring = -1;
        int row = -1;
        bool operator==(const Owner&) const = default;
    };

    float* inputRow(int y) override
    {
        write({plan().inputRing(), 0, 0}, y, y + 1);
        return m_row.data();
    }
    void convolve(std::size_t index, int begin, int end, Gate& /*gate*/) override
    {
        computePoints(index, begin, end);
    }
    void computePoints(std::size_t index, int begin, int end) override
    {
        const Step& step = plan().steps[index];
        const int unit = unitOf(plan(), step);
        const int reach = reachOf(step);
        const int taken = ringOf(step.in).factor / unit;
        read(step.in, begin * taken - reach, end * taken + reach);
        for (const Place* place : {&step.other, &step.first.place, &step.second.place})
            if (place->isSet())
                read(*place, begin * ringOf(*place).factor / unit, end * ringOf(*place).factor / unit);
        const int made = ringOf(step.out).factor / unit;
        write(step.out, begin * made, end * made);
    }
    void give(int begin, int end, const OutputRow& /*output*/) override
    {
        read({plan().outputRing(), 0, 0}, begin, end);
    }

    /// Calls look(owner, expected) for all floats of rows [begin, end) that lie in the picture.
    template <class Look>
    void forAll(const Place& place, int begin, int end, const Look& look)
    {
        const RingMemory& memory = schedule().memory[std::size_t(place.ring)];
        for (int y = std::max(begin, 0); y < std::min(end, heightOf(place)); ++y)
            for (std::int64_t at = 0; at < memory.stride; ++at)
                look(m_owners.at(std::size_t(memory.offsetOf(y) + at)), Owner{place.ring, y});
    }
    void write(const Place& place, int begin, int end)
    {
        forAll(place, begin, end, [](Owner& owner, const Owner& now) { owner = now; });
    }
    void read(const Place& place, int begin, int end)
    {
        forAll(place, begin, end,
               [this](const Owner& owner, const Owner& expected) { m_wrongReads += int(owner != expected); });
    }

    std::vector<Owner> m_owners; // of each float
    std::vector<float> m_row;
    int m_wrongReads = 0;
};

} // namespace

class RowScheduleTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void rowsStayUntilTheyAreRead_data()
    {
        QTest::addColumn<nn::NetworkSpec>("spec");
        for (const auto& [name, spec] : specs())
            QTest::newRow(name) << spec;
    }
    void rowsStayUntilTheyAreRead()
    {
        QFETCH(nn::NetworkSpec, spec);
        const auto network =
            packNetwork(*networkOf(spec), kernels::Arithmetic::Plain, kernels::Arithmetic::Plain);
        StopGate gate;
        const int width = roundedUp(3, spec.unshuffle);
        for (const int height : {1, 5, 16, 37, 70})
            for (const int rows : {4, 8, 16, 32, 128}) {
                Strips body = lowestStrips(network->plan);
                body.front() = std::max(body.front(), rows);
                const Strips all(body.size(), rows);
                for (const Strips& strips : {body, all}) {
                    AccountedStream stream(network, width, roundedUp(height, spec.unshuffle), strips);
                    while (!stream.isDone()) {
                        while (stream.wantsRow())
                            stream.nextRow();
                        stream.run(gate, {});
                    }
                    QVERIFY2(stream.wrongReads() == 0,
                             qPrintable(QString("%1 rows, strips of %2").arg(height).arg(rows)));
                }
            }
    }

    void layersOfAStripShareMemory()
    {
        const RowPlan plan =
            rowPlanOf(*networkOf({.architecture = nn::Architecture::Srvgg, .features = 16, .blocks = 12}));
        const auto floats = [&](int rows) {
            Strips strips = lowestStrips(plan);
            strips.front() = rows;
            const RowSchedule schedule = scheduleOf(plan, 100, 1000, strips);
            std::int64_t apart = 0;
            for (const RingMemory& memory : schedule.memory)
                apart += memory.stride * memory.rows;
            return std::pair(schedule.floats, apart);
        };
        QVERIFY(2 * floats(16).first < floats(16).second);
        QVERIFY(floats(32).first - floats(16).first < (floats(32).second - floats(16).second) / 2);
    }

    void stripsSuitThePicture()
    {
        const RowPlan plan = rowPlanOf(*networkOf({.features = 64, .blocks = 3, .growth = 32}));
        const auto rows = [&](int width, int height) { return stripsFor(plan, width, height).front(); };
        QCOMPARE(rows(112, 112), 112); // layer by layer
        QCOMPARE(rows(113, 112), 64);
        QCOMPARE(rows(1000, 1000), 8);
        QCOMPARE(rows(3000, 1000), 8);
        QCOMPARE(rows(100'000, 1000), 4); // eight would take much more
    }
};

QTEST_GUILESS_MAIN(RowScheduleTest)
#include "row_schedule_test.moc"
