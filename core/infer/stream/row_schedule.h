// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/infer/stream/row_plan.h"

#include <cstdint>

namespace enlarger::infer {

/// How many rows of the grid go through the steps of each stage at a time. Each is a multiple of the next
/// one.
using Strips = std::vector<int>;

/// When a ring is needed while a picture, or a strip of it, runs layer by layer.
struct RingLife
{
    int begin = 0; // the first step that writes to it
    int end = 0;   // the last one that reads from it
    int stage = 0; // of the first writer
};

/// Where the rows of a ring lie in one block of memory. They go round in it (`strip` 0); or, of each strip,
/// those that the next one still reads lie apart, in two lots that take turns, and all others in a place that
/// other rings have before and after: so the layers of a strip find one another's rows in the cache.
struct RingMemory
{
    std::int64_t stride = 0; // floats from row to row
    std::int64_t offset = 0; // floats
    int rows = 0;            // that it holds
    int strip = 0;           // rows of a strip
    int kept = 0;            // the last ones of it
    std::int64_t keptOffset = 0;
    int lag = 0; // rows by which the strips of this ring begin before those of the input

    std::int64_t offsetOf(int y) const; // floats
};

/// When a step runs on which rows, and what lies where. Pure arithmetic.
///
/// A step lags behind the input by as many rows as it must wait for, so that in each strip it has just as
/// many rows to do as every other one. A ring holds a row from the strip in which it is written until its
/// last reader is past it.
struct RowSchedule
{
    Strips strips;
    int height = 0;                 // rows of the grid
    std::vector<int> lags;          // of each step, in its rows
    std::vector<RingMemory> memory; // of each ring
    std::int64_t floats = 0;        // of the block of memory
    std::vector<RingLife> lives;    // of each ring
    int count = 0;                  // strips until all is done

    /// Bytes of all rings together.
    std::int64_t bytes() const { return floats * std::int64_t(sizeof(float)); }
};

/// For a picture of so many pixels of the grid. Strips that are as high as the picture run it layer by layer,
/// and the rings then share memory as soon as they are read.
RowSchedule scheduleOf(const RowPlan& plan, int width, int height, const Strips& strips);

/// Strips with about so many pixels, at each stage's size: low ones where a picture is wide. One of at most
/// `whole` pixels goes through layer by layer.
Strips stripsOf(const RowPlan& plan, int width, int height, double pixels, double whole);

/// The strips that suit the kernels and a picture's size. They depend on the plan, the size and
/// nothing else, so that the same picture gives the same result anywhere.
Strips stripsFor(const RowPlan& plan, int width, int height);

/// The lowest strips: those of the least memory, which then grows with the width alone.
Strips lowestStrips(const RowPlan& plan);

} // namespace enlarger::infer
