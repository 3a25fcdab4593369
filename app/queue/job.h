// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/enlarge/enlarge_settings.h"
#include "app/files/name_template.h"
#include "app/files/output_names.h"
#include "core/base/enum_names.h"
#include "core/base/progress.h"
#include "core/infer/engine/model_selection.h"
#include "core/system/file_stamp.h"

#include <QByteArray>
#include <QString>

#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>

namespace enlarger::app {

enum class JobState {
    Waiting,
    Running,
    Paused,    // by a person, before or while it ran
    Done,      // its output is there
    Skipped,   // nothing was to be done; its text says why
    Failed,    // its text says why
    Cancelled, // by a person; no file has been left
};
constexpr auto namesOf(JobState)
{
    return std::to_array<EnumName<JobState>>({{JobState::Waiting, "waiting"},
                                              {JobState::Running, "running"},
                                              {JobState::Paused, "paused"},
                                              {JobState::Done, "done"},
                                              {JobState::Skipped, "skipped"},
                                              {JobState::Failed, "failed"},
                                              {JobState::Cancelled, "cancelled"}});
}

/// Whether nothing more happens to it unless somebody asks for it.
bool isOver(JobState state);
bool isLegal(JobState from, JobState to);

/// Where results go and how they are called.
struct JobTarget
{
    std::filesystem::path folder; // empty: beside the photo
    std::string nameTemplate = standardNameTemplate;
    IfExists ifExists = IfExists::Rename; // never Ask
};

/// How a photo is enlarged, and into what. Many jobs share one of these.
struct JobSettings
{
    EnlargeSettings enlarge;
    infer::ModelSelection model;
    int scale = 4; // the network's own
    JobTarget target;
    QByteArray key; // equal settings have equal keys; see withKey()
};
using JobSettingsPointer = std::shared_ptr<const JobSettings>;

/// By which a file is known again.
struct SourceState
{
    std::int64_t size = 0;     // bytes
    std::int64_t modified = 0; // nanoseconds since 1970
    std::string sha256;        // empty: not read yet

    bool operator==(const SourceState&) const = default;
};

/// A photo on its way through the queue.
struct Job
{
    std::int64_t id = 0; // of the queue, from 1; never used twice
    double place = 0.0;  // jobs are run in the order of these
    std::filesystem::path source;
    image::PhotoFormat format = image::PhotoFormat::Jpeg; // the source's
    JobSettingsPointer settings;
    JobState state = JobState::Waiting;
    infer::PixelSize in;          // what is enlarged: the crop, if there is one; 0 x 0: not known
    infer::PixelSize out;         // the result
    SourceState seen;             // the source, as it was when it was added; once it ran, as it was read
    std::filesystem::path output; // chosen when it starts; once Done, the file
    QString text;           // why it Failed or was Skipped; of one that is Done, what is to be known of it
    double seconds = 0.0;   // that it took
    std::int64_t added = 0; // milliseconds since 1970
    std::int64_t started = 0;
    std::int64_t finished = 0;

    // Not kept:
    Progress progress;           // tiles; 0 of 0 while it prepares
    bool isHeldByScreen = false; // it runs, but waits for the preview

    /// It ran when the program came to an end: its result may be there.
    bool wasInterrupted() const { return state == JobState::Waiting && !output.empty(); }
};

/// 0: not known.
infer::PixelSize outputSizeOf(const JobSettings& settings, const infer::PixelSize& in);

} // namespace enlarger::app
