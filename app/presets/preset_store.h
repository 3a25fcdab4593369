// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/presets/preset.h"

#include <filesystem>
#include <vector>

namespace enlarger::app {

/// The presets that there are: those of the program, and a person's own, a JSON file each in one folder.
class PresetStore
{
public:
    explicit PresetStore(std::filesystem::path folder = defaultFolder());

    /// "presets" in ENLARGER_DATA_DIR, else in the data folder.
    static std::filesystem::path defaultFolder();

    /// Sorted by name, without regard to case. Files that are none are passed over; `problems` gets why.
    std::vector<Preset> own(std::vector<Error>* problems = nullptr) const;

    /// These, and those of the program behind them.
    std::vector<Preset> all(std::vector<Error>* problems = nullptr) const;

    bool hasOwn(const std::string& name) const;

    /// By the name of one, own ones first and without regard to case, else by a file. Errors: there is none,
    /// with what may have been meant; the file is none.
    Result<Preset> find(const std::string& nameOrFile) const;

    /// In place of an own one of that name. Errors: a built-in one has it; the disk.
    Status save(const Preset& preset) const;

    /// Error: there is no own one of that name.
    Status remove(const std::string& name) const;

private:
    struct Kept
    {
        Preset preset;
        std::filesystem::path file;
    };
    std::vector<Kept> read(std::vector<Error>* problems) const;

    std::filesystem::path m_folder;
};

/// What the file of a preset of that name is called.
std::string presetFileName(const std::string& name);

/// Of a file that somebody has sent, or that was exported.
Result<Preset> readPreset(const std::filesystem::path& file);

/// In place of a file that exists.
Status writePreset(const Preset& preset, const std::filesystem::path& file);

} // namespace enlarger::app
