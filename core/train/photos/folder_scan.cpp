// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/train/photos/folder_scan.h"

#include "core/image/photo/photo.h"
#include "core/train/photos/picture_stats.h"

#include <fmt/format.h>

#include <algorithm>
#include <atomic>
#include <exception>
#include <mutex>
#include <optional>
#include <thread>
#include <unordered_map>

namespace enlarger::train {

namespace fs = std::filesystem;

namespace {

/// What the scan of a candidate's files gave; `lr` only where it has an LR picture.
struct Scan
{
    std::optional<Result<PictureStats>> hr;
    std::optional<Result<PictureStats>> lr;
};

/// Scans the candidates with several threads; the one that calls passes the gate for all.
class ScanPool
{
public:
    ScanPool(const std::vector<SourcePicture>& candidates, int neededSide, int scale)
        : m_candidates(candidates)
        , m_neededSide(neededSide)
        , m_scale(scale)
        , m_scans(candidates.size())
    {}

    std::vector<Scan> run(Gate& gate, const ProgressSink& progress)
    {
        {
            std::vector<std::jthread> helpers;
            const std::size_t most =
                std::min<std::size_t>(std::thread::hardware_concurrency(), m_scans.size());
            for (std::size_t i = 1; i < most; ++i)
                helpers.emplace_back([this] { help(); });
            try {
                work([&] { gate.pass(); }, progress);
            } catch (...) {
                m_isStopped = true; // before the threads are waited for
                throw;
            }
        }
        if (m_problem)
            std::rethrow_exception(m_problem);
        if (progress)
            progress({std::int64_t(m_scans.size()), std::int64_t(m_scans.size())});
        return std::move(m_scans);
    }

private:
    void help()
    {
        try {
            work(
                [this] {
                    if (m_isStopped)
                        throw CancelledException{};
                },
                {});
        } catch (const CancelledException&) {
        } catch (...) {
            const std::lock_guard lock(m_mutex);
            m_problem = std::current_exception();
        }
    }

    void work(const std::function<void()>& pause, const ProgressSink& progress)
    {
        for (std::size_t i = m_next++; i < m_scans.size(); i = m_next++) {
            const SourcePicture& candidate = m_candidates[i];
            m_scans[i].hr = scanPicture(candidate.file, m_neededSide, pause);
            if (!candidate.lr.empty())
                m_scans[i].lr = scanPicture(candidate.lr, std::max(m_neededSide / m_scale, 1), pause);
            ++m_done;
            if (progress)
                progress({m_done, std::int64_t(m_scans.size())});
        }
    }

    const std::vector<SourcePicture>& m_candidates;
    int m_neededSide;
    int m_scale;
    std::vector<Scan> m_scans;
    std::atomic<std::size_t> m_next = 0;
    std::atomic<std::int64_t> m_done = 0;
    std::atomic<bool> m_isStopped = false;
    std::mutex m_mutex;
    std::exception_ptr m_problem; // of a helping thread
};

/// LR times the scale must be HR, but for the few columns and rows that no LR pixel stands for.
bool isPair(const PictureStats& hr, const PictureStats& lr, int scale)
{
    const auto fits = [scale](int large, int small) {
        return std::int64_t(small) * scale <= large && large - std::int64_t(small) * scale < scale;
    };
    return fits(hr.width, lr.width) && fits(hr.height, lr.height);
}

/// Builds the report of the scans, in order.
class ReportBuilder
{
public:
    ReportBuilder(DataReport& report, int neededSide, int scale)
        : m_report(report)
        , m_neededSide(neededSide)
        , m_scale(scale)
    {}

    void add(SourcePicture picture, const Scan& scan)
    {
        if (!isReadable(picture.file, *scan.hr) || (scan.lr && !isReadable(picture.lr, *scan.lr)))
            return;
        const PictureStats& stats = **scan.hr;
        picture.width = stats.width;
        picture.height = stats.height;
        picture.bits = stats.bits;
        picture.hash = stats.hash;
        picture.quality = stats.quality;
        if (scan.lr && !isPair(stats, **scan.lr, m_scale)) {
            m_report.mismatched.push_back(
                {ErrorKind::BadInput,
                 fmt::format(
                     "the LR picture has {} x {} pixels and the HR one {} x {}: they are not a pair at x{}",
                     (**scan.lr).width, (**scan.lr).height, stats.width, stats.height, m_scale),
                 picture.lr,
                 {}});
        } else if (std::min(stats.width, stats.height) < m_neededSide) {
            m_report.tooSmall.push_back(std::move(picture));
        } else if (stats.isEnlarged && !scan.lr) { // in pairs it may be a teacher's work
            m_report.enlarged.push_back(std::move(picture.file));
        } else if (const auto [first, isNew] = m_seen.try_emplace(stats.hash, picture);
                   !isNew && first->second.width == stats.width && first->second.height == stats.height) {
            m_report.duplicates.push_back({std::move(picture.file), first->second.file});
        } else {
            count(stats);
            m_report.used.push_back(std::move(picture));
        }
    }

private:
    bool isReadable(const fs::path& file, const Result<PictureStats>& stats)
    {
        if (stats)
            return true;
        if (stats.error().kind != ErrorKind::OutOfMemory && !hasPictureExtension(file))
            ++m_report.otherFiles;
        else
            m_report.unreadable.push_back(stats.error());
        return false;
    }

    void count(const PictureStats& stats)
    {
        m_report.megapixels += 1e-6 * stats.width * stats.height;
        m_report.patches += stats.patches;
        m_report.usefulPatches += stats.usefulPatches;
        m_report.otherColours += stats.otherColours;
        for (const std::string& note : stats.notes)
            ++m_report.notes[note];
    }

    DataReport& m_report;
    int m_neededSide;
    int m_scale;
    std::unordered_map<std::uint64_t, SourcePicture> m_seen; // by hash
};

} // namespace

bool hasPictureExtension(const fs::path& file)
{
    const std::string extension = file.extension().string();
    return extension.size() > 1 && image::formatFromName(extension).has_value();
}

Result<std::vector<fs::path>> filesBelow(const fs::path& path, PassedOver& passedOver)
{
    std::error_code error;
    const fs::file_status status = fs::status(path, error);
    if (status.type() == fs::file_type::not_found)
        return Error{ErrorKind::Io, "there is no such file or folder", path, "Check the name"};
    if (fs::is_regular_file(status))
        return std::vector<fs::path>{path};
    if (!error && !fs::is_directory(status))
        return Error{ErrorKind::BadInput, "this is neither a file nor a folder", path, {}};

    std::vector<fs::path> files;
    fs::recursive_directory_iterator entry(path, fs::directory_options::skip_permission_denied, error);
    for (const fs::recursive_directory_iterator end; !error && entry != end; entry.increment(error)) {
        std::error_code unknown;
        const bool isHidden = entry->path().filename().string().starts_with('.');
        const bool isFolder = entry->is_directory(unknown);
        if (isFolder && isForeignFolder(entry->path()) && !entry->is_symlink(unknown)) {
            passedOver.add(entry->path());
            entry.disable_recursion_pending();
        } else if (isHidden && isFolder)
            entry.disable_recursion_pending();
        else if (!isHidden && entry->is_regular_file(unknown))
            files.push_back(entry->path());
    }
    if (error)
        return Error{ErrorKind::Io, "the folder cannot be read: " + error.message(), path,
                     "Check its permissions"};
    std::sort(files.begin(), files.end());
    return files;
}

Status scanPictures(const std::vector<SourcePicture>& candidates, int neededSide, int scale, Gate& gate,
                    DataReport& report, const ProgressSink& progress)
{
    report.neededSide = neededSide;
    try {
        const std::vector<Scan> scans = ScanPool(candidates, neededSide, scale).run(gate, progress);
        ReportBuilder builder(report, neededSide, scale);
        for (std::size_t i = 0; i < scans.size(); ++i)
            builder.add(candidates[i], scans[i]);
    } catch (const CancelledException&) {
        return Error{ErrorKind::Cancelled, "cancelled", {}, {}};
    } catch (const std::bad_alloc&) {
        return Error{ErrorKind::OutOfMemory,
                     "there is not enough memory to read the pictures",
                     {},
                     "Close other programs, or leave the largest pictures out"};
    } catch (const std::exception& problem) {
        return Error{
            ErrorKind::Internal, std::string("the pictures could not be read: ") + problem.what(), {}, {}};
    }
    return {};
}

} // namespace enlarger::train
