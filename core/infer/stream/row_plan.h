// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <vector>

namespace enlarger::infer {

// A network as a plan of steps over rows. All sizes are in pixels of a grid: that of the input, or the
// coarser one that a pixel-unshuffle makes of it.

/// A ring buffer of rows, whose pixels have their channels innermost. A plan writes the features that belong
/// together (a dense block's) into one ring, beside one another, so that nothing is ever concatenated.
struct Ring
{
    int channels = 0;
    int factor = 1; // rows and columns for each of the grid
};

/// Some channels of a ring's pixels.
struct Place
{
    int ring = -1; // none
    int channel = 0;
    int channels = 0;

    bool isSet() const { return ring >= 0; }
};

enum class StepKind {
    Convolution, // 3x3: out = scale * activation(in) + first + second. A larger one is a sum of several, each
                 // shifted: what is outside of the picture counts as zero
    UpConvolution, // the same behind nearest x2, without addends
    Copy,          // where the output is larger, each pixel becomes a block: nearest upsampling
    Normalise,     // (in - offsets) * scale
    Unshuffle,     // blocks of pixels become channels, as torch::pixel_unshuffle has it
    Shuffle,  // channels become blocks of pixels; `other`, where there is one, is added to each pixel of its
              // block. Unlike in torch::pixel_shuffle the channels of `in` are ordered by rows, columns and
              // output channels
    Prelu,    // with `slopes`
    Tanh,     // (tanh(in) + 1) / 2
    Gate,     // SPAN's: (in + other) * (sigmoid(in) - 0.5)
    Bilinear, // torch::upsample_bilinear2d of the input, without aligned corners
};

/// What a convolution adds to its result.
struct Added
{
    Place place; // none: nothing
    float scale = 1.0f;
};

/// One layer. How many rows of its rings it takes and makes at a time follows from their factors.
struct Step
{
    StepKind kind = StepKind::Copy;
    Place in;
    Place out;
    Place other;
    Added first;
    Added second;
    float scale = 1.0f;
    int convolution = -1;       // index of its weights
    bool keepsFp32 = false;     // it computes in fp32, whatever others do
    int rowShift = 0;           // of a convolution: it reads so many rows further down,
    int columnShift = 0;        // and so many columns further right
    std::vector<float> offsets; // of Normalise, for each channel
    std::vector<float> slopes;  // of Prelu, for each channel
    int stage = 0; // those of a later one run on lower strips, again and again for each of an earlier one
};

struct RowPlan
{
    std::vector<Ring> rings; // the first one takes the input, the last one gives the output
    std::vector<Step> steps; // each after those that it reads from, stage by stage

    int stages() const { return steps.back().stage + 1; }
    int inputRing() const { return 0; }
    int outputRing() const { return int(rings.size()) - 1; }
    const Ring& input() const { return rings.front(); }
    const Ring& output() const { return rings.back(); }
};

/// The factor of the rows that a step counts in: the lower one of its rings'.
int unitOf(const RowPlan& plan, const Step& step);

/// Rows above and below that a step reads beside the row that it is at.
int reachOf(const Step& step);

/// Floating-point operations of one of a step's rows, for each column of the grid.
double flopsPerColumn(const RowPlan& plan, const Step& step);

/// Of the whole plan, for each pixel of the grid.
double flopsPerPixel(const RowPlan& plan);

} // namespace enlarger::infer
