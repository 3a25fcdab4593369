// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/gate.h"
#include "core/base/progress.h"
#include "core/base/result.h"
#include "core/image/photo/photo.h"
#include "core/image/photo/read_choice.h"
#include "core/image/pixels/pixel_rect.h"
#include "core/infer/engine/model_selection.h"
#include "core/infer/tiling/output_size.h"

#include <filesystem>
#include <optional>

namespace enlarger::infer {

class SampleReader;
class UpscaleModel;

/// Everything that decides what an enlarged photo becomes. The same for the command line and the window.
struct UpscaleOptions
{
    std::filesystem::path input;
    std::filesystem::path output;
    image::ReadChoice reading;            // where the file leaves one
    image::Turn turn;                     // of the upright source, before everything else
    std::optional<image::PixelRect> crop; // pixels of the turned source; only they are enlarged
    OutputSize size;                      // of what the crop leaves
    bool colourLock = false;              // low frequencies from the source, see image::lockColours()
    bool ensemble = false;                // see selfEnsemble(): eight times the work
    image::PhotoFormat format = image::PhotoFormat::Jpeg;
    int quality = 95;
    int bits = 0;                   // 0: as the source
    double dpi = 0.0;               // pixels per inch that the file says; 0: what the source says
    int tile = 0;                   // LR pixels; 0: an exact stream where the network has one, else its own
    bool inTiles = false;           // of its own even there
    bool exact = false;             // a stream or one tile, or nothing where memory does not allow it
    bool replace = false;           // may the output replace an existing file
    std::filesystem::path numbered; // see WriteOptions
    double memoryShare = 0.5;       // of what is free: the most that tiles may take
    ModelSelection model;           // what enlarges, for the provenance and what is cached for it
    std::filesystem::path cacheFolder; // where halos and measured speeds are cached
};

/// What an export will be, known before it starts.
struct UpscalePlan
{
    image::PhotoInfo source; // of the crop's size, where there is a crop
    int width = 0;           // of the output
    int height = 0;
    int bits = 8;
    int passes = 1; // how often the network runs: twice for more than its own scale; 0 never happens
    int strip = 0;  // LR rows of a strip where the first pass is an exact stream; 0: it runs in tiles
    int tile = 0;   // LR pixels; 0: a stream
    int halo = 0;
    std::int64_t tiles = 0;    // or strips, over all passes
    std::int64_t memory = 0;   // peak bytes, roughly, the program itself included
    std::int64_t resident = 0; // of these, what the program held already when this was planned
    std::int64_t fileSize = 0; // bytes: estimated; of a finished export, as they are
    double seconds = -1.0;     // negative: not known for this model and device yet
    std::vector<std::string> notes;
    std::vector<std::string> losses; // of the notes, what the result will lack of its photo: what is not
                                     // read, depth, transparency, metadata that the format has no place for
};

/// A finished export: its plan as it was carried out, with the notes and the seconds of the run.
struct UpscaleReport
{
    UpscalePlan plan;
    std::filesystem::path output; // the name that the file has got
    double seconds = 0.0;
    std::vector<std::string> notes;
};

/// Enlarges photos, file to file, in bounded memory: reader -> bands of rows -> network -> resampling ->
/// writer; from the network on in the photo's WorkingCurve, where it has one. A cancelled or failed run
/// leaves no file behind and never touches an existing one. The file's name is decided when it is whole,
/// whatever other programs have written meanwhile.
class PhotoUpscaler
{
public:
    /// `model`: loaded from what the options name.
    explicit PhotoUpscaler(std::shared_ptr<const UpscaleModel> model);
    ~PhotoUpscaler();

    /// What is known at once of a photo whose header has been read: passes no gate, reads and measures
    /// nothing. The file's size is what its format usually takes; the time follows from earlier runs alone
    /// and leaves reading and writing out, and is not known before the first one.
    Result<UpscalePlan> draftPlan(const UpscaleOptions& options, const image::PhotoInfo& source) const;

    /// Works everything out from the source's header; refuses what cannot be done. To tell the size of the
    /// file and the time, reads the photo once (up to 100 megapixels; a 12-megapixel JPEG takes a tenth of a
    /// second), unless it was this photo that was asked for last, and encodes a sample of it (hundredths of a
    /// second; AVIF tenths). May measure the model's halo and speed (seconds, once per model). Passes the
    /// gate.
    Result<UpscalePlan> plan(const UpscaleOptions& options, Gate& gate, const NoticeSink& notice = {}) const;

    /// Plans and writes the file. Progress counts tiles or strips, of all passes. A stream that fails, since
    /// memory is short or a number too large, is begun anew in tiles, with a note. Errors: those of plan(),
    /// of reading and of writing, and memory that runs out even with the smallest tiles.
    Result<UpscaleReport> run(const UpscaleOptions& options, Gate& gate, const ProgressSink& progress = {},
                              const NoticeSink& notice = {}) const;

private:
    /// `streamFailed`: set where it was a stream that failed, whatever the reason.
    Result<UpscaleReport> runOnce(const UpscaleOptions& options, Gate& gate, const ProgressSink& progress,
                                  const NoticeSink& notice, bool& streamFailed) const;

    std::shared_ptr<const UpscaleModel> m_model;
    std::unique_ptr<SampleReader> m_samples;
};

} // namespace enlarger::infer
