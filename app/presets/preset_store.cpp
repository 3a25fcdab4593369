// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/presets/preset_store.h"

#include "app/files/path_text.h"
#include "core/base/atomic_file.h"
#include "core/base/nearest_name.h"
#include "core/models/model_store.h"

#include <QFile>

#include <algorithm>

namespace enlarger::app {

namespace fs = std::filesystem;

namespace {

constexpr qint64 largestFile = 1 << 20; // bytes; a preset has some hundred

// Whether both names are one preset's.
bool isSame(const std::string& a, const std::string& b)
{
    return toText(a).compare(toText(b), Qt::CaseInsensitive) == 0;
}

bool isBuiltIn(const std::string& name)
{
    return std::ranges::any_of(builtInPresets(),
                               [&name](const Preset& preset) { return isSame(preset.name, name); });
}

} // namespace

// What a name is as a file's: no separator, no hidden file, and short enough for any file system.
std::string presetFileName(const std::string& name)
{
    QString text = toText(name).left(60);
    for (QChar& c : text)
        if (!c.isLetterOrNumber() && !QStringLiteral(" -_().,").contains(c))
            c = QLatin1Char('_');
    if (text.startsWith(QLatin1Char('.')))
        text.prepend(QLatin1Char('_'));
    return text.toStdString() + ".json";
}

Result<Preset> readPreset(const fs::path& file)
{
    QFile content(toText(file));
    if (!content.open(QFile::ReadOnly))
        return Error{ErrorKind::Io, "cannot be read: " + content.errorString().toStdString(), file, {}};
    if (content.size() > largestFile)
        return Error{ErrorKind::BadInput, "no preset: it is too large", file, {}};
    return presetFrom(content.readAll(), file);
}

Status writePreset(const Preset& preset, const fs::path& file)
{
    const QByteArray text = presetText(preset);
    return writeFile(file, std::string_view(text.constData(), std::size_t(text.size())));
}

PresetStore::PresetStore(fs::path folder)
    : m_folder(std::move(folder))
{}

fs::path PresetStore::defaultFolder()
{
    return models::ModelStore::defaultFolder().parent_path() / "presets";
}

std::vector<PresetStore::Kept> PresetStore::read(std::vector<Error>* problems) const
{
    std::vector<Kept> found;
    std::error_code error;
    for (fs::directory_iterator at(m_folder, error); !error && at != fs::directory_iterator();
         at.increment(error)) {
        const fs::directory_entry& entry = *at;
        const std::string name = entry.path().filename().string();
        if (name.starts_with('.') || entry.path().extension() != ".json")
            continue;
        auto preset = readPreset(entry.path());
        if (preset)
            found.push_back({*std::move(preset), entry.path()});
        else if (problems)
            problems->push_back(preset.error());
    }
    std::ranges::sort(found, [](const Kept& a, const Kept& b) {
        const int order = toText(a.preset.name).compare(toText(b.preset.name), Qt::CaseInsensitive);
        return order != 0 ? order < 0 : a.file < b.file;
    });
    return found;
}

std::vector<Preset> PresetStore::own(std::vector<Error>* problems) const
{
    std::vector<Preset> presets;
    for (Kept& kept : read(problems))
        presets.push_back(std::move(kept.preset));
    return presets;
}

std::vector<Preset> PresetStore::all(std::vector<Error>* problems) const
{
    std::vector<Preset> presets = own(problems);
    presets.insert(presets.end(), builtInPresets().begin(), builtInPresets().end());
    return presets;
}

bool PresetStore::hasOwn(const std::string& name) const
{
    return std::ranges::any_of(read(nullptr),
                               [&](const Kept& kept) { return isSame(kept.preset.name, name); });
}

Result<Preset> PresetStore::find(const std::string& nameOrFile) const
{
    const std::vector<Preset> presets = all();
    const auto known =
        std::ranges::find_if(presets, [&](const Preset& preset) { return isSame(preset.name, nameOrFile); });
    if (known != presets.end())
        return *known;
    std::error_code error;
    if (fs::is_regular_file(nameOrFile, error))
        return readPreset(nameOrFile);
    std::vector<std::string> names;
    names.reserve(presets.size());
    for (const Preset& preset : presets)
        names.push_back(preset.name);
    const std::string meant = nearestName(nameOrFile, names);
    return Error{ErrorKind::BadInput,
                 "there is no preset '" + nameOrFile + "'",
                 {},
                 meant.empty() ? "See 'enlarger-cli presets'" : "Did you mean '" + meant + "'?"};
}

Status PresetStore::save(const Preset& preset) const
{
    if (isBuiltIn(preset.name))
        return Error{ErrorKind::BadInput,
                     "'" + preset.name + "' is a preset of the program",
                     {},
                     "Choose another name"};
    std::error_code error;
    fs::create_directories(m_folder, error);
    if (error)
        return Error{
            ErrorKind::Io, "the folder for presets cannot be created: " + error.message(), m_folder, {}};
    const std::vector<Kept> kept = read(nullptr);
    const auto same =
        std::ranges::find_if(kept, [&](const Kept& other) { return isSame(other.preset.name, preset.name); });
    fs::path file = same != kept.end() ? same->file : m_folder / presetFileName(preset.name);
    if (same == kept.end())
        for (int number = 2; fs::exists(file, error); ++number) // of another name, or one that is none
            file = numberedName(m_folder / presetFileName(preset.name), number);
    return writePreset(preset, file);
}

Status PresetStore::remove(const std::string& name) const
{
    for (const Kept& kept : read(nullptr)) {
        if (!isSame(kept.preset.name, name))
            continue;
        std::error_code error;
        fs::remove(kept.file, error);
        if (error)
            return Error{ErrorKind::Io, "cannot be removed: " + error.message(), kept.file, {}};
        return {};
    }
    return Error{ErrorKind::BadInput,
                 isBuiltIn(name) ? "'" + name + "' is a preset of the program and stays"
                                 : "there is no own preset '" + name + "'",
                 {},
                 {}};
}

} // namespace enlarger::app
