// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/enum_names.h"

#include <filesystem>
#include <functional>
#include <map>
#include <mutex>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

namespace enlarger::app {

/// What happens where an output's name is taken already.
enum class IfExists { Ask, Skip, Rename, Overwrite };
constexpr auto namesOf(IfExists)
{
    return std::to_array<EnumName<IfExists>>({{IfExists::Ask, "ask"},
                                              {IfExists::Skip, "skip"},
                                              {IfExists::Rename, "rename"},
                                              {IfExists::Overwrite, "overwrite"}});
}

/// Where a photo's result goes.
struct OutputName
{
    enum class Action { Write, Replace, Skip };
    std::filesystem::path file;
    Action action = Action::Write;
    std::string note;                    // why another name was taken, for a person; may be empty
    std::filesystem::path numbered;      // without a number behind it
    IfExists ifTaken = IfExists::Rename; // where another program has taken the name by the end; never Ask
};

/// "there is a file photo.png already"
std::string takenNote(const std::filesystem::path& file);

/// Gives each result of a run its file name. No source is ever replaced, whatever link leads to it, and no
/// two results of one run get the same name.
class OutputNames
{
public:
    /// The last number that was given, by wanted(0). For several threads.
    struct Counters
    {
        std::mutex mutex;
        std::map<std::filesystem::path, int> last;
    };

    /// `ask` is called with an existing file where `rule` is Ask; it answers Skip, Rename or Overwrite.
    /// Without it, Ask means Rename.
    explicit OutputNames(IfExists rule, std::function<IfExists(const std::filesystem::path&)> ask = {});

    /// Goes on counting where another one, for earlier results, has stopped.
    void countWith(Counters& counters) { m_counters = &counters; }

    /// A file that must stay as it is. Name all of them before the first choose().
    void protect(const std::filesystem::path& source);

    /// A name that another result, still on its way, will have.
    void claim(const std::filesystem::path& result);

    /// Of wanted(1), wanted(2) ... the first that no file and no other result has. What it gave last it gives
    /// no more.
    std::filesystem::path firstFree(const std::function<std::filesystem::path(int)>& wanted);

    /// The wanted name if it is free or may be taken; else with -2, -3 ... before the extension.
    OutputName choose(const std::filesystem::path& wanted);

private:
    using FileId = std::pair<std::uint64_t, std::uint64_t>; // device, inode
    static std::optional<FileId> idOf(const std::filesystem::path& file);
    std::filesystem::path comparable(const std::filesystem::path& file) const;

    /// Asks the disk of all sources, when it is first asked.
    bool isSource(const std::filesystem::path& file) const;
    bool isClaimed(const std::filesystem::path& file) const;
    std::filesystem::path freeName(const std::filesystem::path& wanted) const;
    void settle(OutputName& output) const; // whose file is taken

    IfExists m_rule;
    std::function<IfExists(const std::filesystem::path&)> m_ask;
    std::vector<std::filesystem::path> m_sources;
    mutable std::optional<std::set<FileId>> m_sourceIds; // of those that are there
    Counters m_ownCounters;
    Counters* m_counters = nullptr;            // in the place of its own
    std::set<std::filesystem::path> m_claimed; // this run's results, in a form to compare
    mutable std::map<std::filesystem::path, std::filesystem::path> m_folders; // as canonical as they can be
};

} // namespace enlarger::app
