// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/infer/stream/row_schedule.h"

#include "core/infer/stream/shared_places.h"

#include <algorithm>
#include <cstddef>

namespace enlarger::infer {

namespace {

constexpr int rowStep = 4;           // convolutions make rows in fours
constexpr int alignment = 16;        // of rows, in floats
constexpr double stripPixels = 8192; // enough work to hide the reading of a layer's weights
constexpr double layerByLayer =
    112 * 112;               // pixels of a picture up to which all rows go through a layer at once
constexpr int highest = 512; // rows of a strip

int divideUp(int value, int by)
{
    return (value + by - 1) / by;
}

/// Which rows a step touches: of one ring.
struct Access
{
    Place place;
    int perRow = 1; // rows of the ring for each of the step
    int reach = 0;  // rows of the ring above and below those
};

Access accessOf(const RowPlan& plan, const Place& place, int unit, int reach)
{
    return {place, plan.rings[std::size_t(place.ring)].factor / unit, reach};
}

using Reads = std::vector<std::vector<Access>>; // of each step

std::vector<Access> readsOf(const RowPlan& plan, const Step& step)
{
    const int unit = unitOf(plan, step);
    std::vector<Access> reads{accessOf(plan, step.in, unit, reachOf(step))};
    for (const Place* place : {&step.other, &step.first.place, &step.second.place})
        if (place->isSet())
            reads.push_back(accessOf(plan, *place, unit, 0));
    return reads;
}

bool overlap(const Place& a, const Place& b)
{
    return a.ring == b.ring && a.channel < b.channel + b.channels && b.channel < a.channel + a.channels;
}

/// How far what is written into channels of a ring lags behind, in rows of the ring.
struct Written
{
    Place place;
    int lag;
};

/// The input first, then what each step writes.
std::vector<Written> writtenBy(const RowPlan& plan, const Reads& reads, std::vector<int>& lags)
{
    std::vector<Written> written{{{plan.inputRing(), 0, plan.input().channels}, 0}};
    std::vector<std::vector<std::size_t>> ofRing(plan.rings.size());
    ofRing[std::size_t(plan.inputRing())].push_back(0);
    for (std::size_t i = 0; i < plan.steps.size(); ++i) {
        const Step& step = plan.steps[i];
        int lag = 0;
        for (const Access& read : reads[i])
            for (const std::size_t one : ofRing[std::size_t(read.place.ring)])
                if (overlap(written[one].place, read.place))
                    lag = std::max(lag, divideUp(written[one].lag, read.perRow) + read.reach);
        lags.push_back(lag);
        ofRing[std::size_t(step.out.ring)].push_back(written.size());
        written.push_back({step.out, lag * accessOf(plan, step.out, unitOf(plan, step), 0).perRow});
    }
    return written;
}

/// The rows of a ring that each strip makes, and how many before them it still reads.
struct RingRows
{
    int lag = 0; // of the first writer, in rows of the ring
    int strip = 0;
    int kept = 0;
};

RingRows rowsFor(const RowPlan& plan, const RowSchedule& schedule, const Reads& reads,
                 const std::vector<Written>& written, int ring)
{
    const int factor = plan.rings[std::size_t(ring)].factor;
    RingRows rows{-1, 0, 0};
    if (ring == plan.inputRing())
        rows = {0, schedule.strips.front() * factor, 0};
    int latest = 0; // lag of the last writer
    for (std::size_t i = 0; i < plan.steps.size(); ++i) {
        const Step& step = plan.steps[i];
        if (step.out.ring != ring)
            continue;
        const int lag = written[i + 1].lag;
        rows.lag = rows.lag < 0 ? lag : std::min(rows.lag, lag);
        rows.strip = std::max(rows.strip, schedule.strips[std::size_t(step.stage)] * factor);
        latest = std::max(latest, lag);
    }
    rows.kept = std::max(0, latest - rows.lag);
    for (std::size_t i = 0; i < plan.steps.size(); ++i)
        for (const Access& read : reads[i])
            if (read.place.ring == ring)
                rows.kept = std::max(rows.kept, schedule.lags[i] * read.perRow + read.reach - rows.lag);
    return rows;
}

/// From which step to which a ring is needed, but for what a strip keeps for the next one.
RingLife lifeOf(const RowPlan& plan, const Reads& reads, int ring)
{
    const int count = int(plan.steps.size());
    RingLife life{count, -1, 0};
    if (ring == plan.inputRing())
        life.begin = 0;
    int firstAgain = count;
    for (int i = 0; i < count; ++i) {
        const Step& step = plan.steps[std::size_t(i)];
        if (step.stage > 0)
            firstAgain = std::min(firstAgain, i);
        if (step.out.ring == ring && ring != plan.inputRing() && i < life.begin) {
            life.begin = i;
            life.stage = step.stage;
        }
        bool isTouched = step.out.ring == ring;
        for (const Access& read : reads[std::size_t(i)])
            isTouched = isTouched || read.place.ring == ring;
        if (isTouched)
            life.end = i;
    }
    if (ring == plan.outputRing())
        life.end = count;
    if (life.end >= firstAgain) { // later stages run again and again
        life.begin = std::min(life.begin, firstAgain);
        life.end = count;
    }
    return life;
}

} // namespace

std::int64_t RingMemory::offsetOf(int y) const
{
    if (strip == 0)
        return offset + y % rows * stride;
    const int number = (y + lag) / strip;
    const int within = (y + lag) % strip;
    const int shared = strip - kept;
    return within < shared ? offset + within * stride
                           : keptOffset + (number % 2 * kept + within - shared) * stride;
}

namespace {

/// Where the pieces of a ring are to lie is not known yet.
RingMemory memoryOf(const Ring& ring, const RingRows& rows, int width, int height, bool isWhole)
{
    RingMemory memory;
    memory.stride = divideUp(width * ring.factor * ring.channels, alignment) * alignment;
    memory.rows = std::min(rows.strip + rows.kept, height * ring.factor);
    if (!isWhole && rows.kept < rows.strip) {
        memory.strip = rows.strip;
        memory.kept = rows.kept;
        memory.lag = rows.lag;
    }
    return memory;
}

} // namespace

RowSchedule scheduleOf(const RowPlan& plan, int width, int height, const Strips& strips)
{
    RowSchedule schedule;
    schedule.strips = strips;
    schedule.height = height;
    Reads reads;
    for (const Step& step : plan.steps)
        reads.push_back(readsOf(plan, step));
    const std::vector<Written> written = writtenBy(plan, reads, schedule.lags);

    int longest = 0; // lag of a step, in rows of the grid
    for (std::size_t i = 0; i < plan.steps.size(); ++i)
        longest = std::max(longest, divideUp(schedule.lags[i], unitOf(plan, plan.steps[i])));
    int& body = schedule.strips.front();
    const bool isWhole = body >= height;
    if (isWhole) { // every step of the body then has all of its rows at once
        const int next = strips.size() > 1 ? strips[1] : 1;
        body = divideUp(height + longest, next) * next;
    }
    schedule.count = divideUp(height + longest, body);

    const int end = int(plan.steps.size());
    std::vector<SharedPiece> pieces; // two of each ring: what others share, and what is its own
    for (int ring = 0; ring < int(plan.rings.size()); ++ring) {
        const RingMemory memory =
            memoryOf(plan.rings[std::size_t(ring)], rowsFor(plan, schedule, reads, written, ring), width,
                     height, isWhole);
        const RingLife life = lifeOf(plan, reads, ring);
        const int placed = memory.strip > 0 ? memory.strip - memory.kept : memory.rows;
        const bool isShared = isWhole || memory.strip > 0;
        pieces.push_back({memory.stride * placed, isShared ? life.begin : 0, isShared ? life.end : end});
        pieces.push_back({memory.stride * 2 * memory.kept, 0, end});
        schedule.lives.push_back(life);
        schedule.memory.push_back(memory);
    }
    schedule.floats = placeShared(pieces);
    for (std::size_t ring = 0; ring < plan.rings.size(); ++ring) {
        schedule.memory[ring].offset = pieces[2 * ring].offset;
        schedule.memory[ring].keptOffset = pieces[2 * ring + 1].offset;
    }
    return schedule;
}

namespace {

/// The rows of a stage: powers of two, so that lower ones divide higher ones. `pixels`: in a strip, at the
/// stage's size.
int rowsNear(const RowPlan& plan, int stage, int width, double pixels)
{
    int unit = 0;
    for (const Step& step : plan.steps)
        if (step.stage == stage)
            unit = std::max(unit, unitOf(plan, step));
    int rows = 1;
    while (rows * unit < rowStep)
        rows *= 2;
    while (rows < highest && 2.0 * rows * unit * unit * width <= pixels)
        rows *= 2;
    return rows;
}

Strips stripsNear(const RowPlan& plan, int width, double pixels)
{
    Strips strips;
    for (int stage = 0; stage < plan.stages(); ++stage) {
        const int rows = rowsNear(plan, stage, width, pixels);
        strips.push_back(strips.empty() ? rows : std::min(rows, strips.back()));
    }
    return strips;
}

} // namespace

Strips lowestStrips(const RowPlan& plan)
{
    return stripsNear(plan, 1, 0.0);
}

Strips stripsOf(const RowPlan& plan, int width, int height, double pixels, double whole)
{
    Strips strips = stripsNear(plan, width, pixels);
    if (double(width) * height <= whole)
        strips.front() = std::max(strips.front(), height);
    return strips;
}

Strips stripsFor(const RowPlan& plan, int width, int height)
{
    Strips strips = stripsOf(plan, width, height, stripPixels, layerByLayer);
    // In lower strips a dense block keeps all rows, which then go through main memory: a tenth slower.
    constexpr int lowRows = 8;
    constexpr std::int64_t mostBytes = std::int64_t(256) << 20; // that this may cost
    if (strips.front() >= lowRows)
        return strips;
    Strips higher = strips;
    higher.front() = lowRows;
    const auto bytes = [&](const Strips& some) { return scheduleOf(plan, width, height, some).bytes(); };
    return bytes(higher) - bytes(strips) <= mostBytes ? higher : strips;
}

} // namespace enlarger::infer
