// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"
#include "core/train/history/history.h"

#include <memory>

namespace enlarger::train {

/// Writes a run's curves as a table with the columns step, kind, name, value: one line a value, so that terms
/// may come and go, and events are lines of the kind "event". It begins with the points `before`, in place of
/// what the file held: a run that goes on from a checkpoint computes anew what came after it. Each point is
/// on the disk before the next is computed, and what a roll-back undoes is taken out.
Result<HistorySink> openHistoryCsv(const std::filesystem::path& file,
                                   const std::vector<HistoryPoint>& before = {});

/// The points of such a table, up to the first line that is not whole; none where there is no file. It may
/// know more than a run's last checkpoint.
std::vector<HistoryPoint> readHistoryCsv(const std::filesystem::path& file);

/// The same with a row for each step and a column for each curve, as spreadsheets and data frames want it;
/// those of validations are called "validation psnr" and so on, and are empty in between. Events are left
/// out.
Result<HistorySink> openWideCsv(const std::filesystem::path& file,
                                const std::vector<HistoryPoint>& before = {});

/// What goes into TensorBoard's event file.
struct EventFile
{
    HistorySink history;
    /// A picture of a step; `png` is a whole file of that many pixels.
    std::function<void(std::int64_t step, const std::string& tag, int width, int height,
                       const std::string& png)>
        picture;
    /// Text in Markdown.
    std::function<void(std::int64_t step, const std::string& tag, const std::string& text)> text;
};

/// The same as TensorBoard's event file ("events.out.tfevents..."), made in `folder`. Of older files there,
/// TensorBoard shows what came up to `step`.
Result<EventFile> openEventFile(const std::filesystem::path& folder, std::int64_t step = 0);

} // namespace enlarger::train
