// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/files/input_list.h"

#include "core/image/photo/provenance.h"

#include <algorithm>
#include <cerrno>
#include <fstream>
#include <iostream>
#include <set>
#include <system_error>

namespace enlarger::app {

namespace fs = std::filesystem;

namespace {

fs::path resolved(const fs::path& path)
{
    std::error_code error;
    fs::path absolute = fs::weakly_canonical(path, error);
    return error ? path : absolute;
}

bool isHidden(const fs::path& path)
{
    return path.filename().string().starts_with('.');
}

bool hasPictureExtension(const fs::path& file)
{
    return file.extension().string().size() > 1 &&
           image::formatFromName(file.extension().string()).has_value();
}

class Collector
{
public:
    Collector(bool recursive, const fs::path& excluded)
        : m_recursive(recursive)
        , m_excluded(excluded.empty() ? excluded : resolved(excluded))
    {}

    void add(const fs::path& input)
    {
        std::error_code error;
        const fs::file_status status = fs::status(input, error);
        if (status.type() == fs::file_type::not_found)
            m_list.problems.push_back({ErrorKind::Io, "there is no such file or folder", input, {}});
        else if (error)
            m_list.problems.push_back({ErrorKind::Io, "this cannot be read: " + error.message(), input, {}});
        else if (fs::is_directory(status))
            addFolder(input);
        else if (!fs::is_regular_file(status))
            m_list.problems.push_back(
                {ErrorKind::BadInput, "this is neither a file nor a folder", input, {}});
        else
            add(namedPhoto(input));
    }

    InputList list() && { return std::move(m_list); }

private:
    /// With the place below the folder where its tree begins, if the path says so.
    static InputPhoto namedPhoto(const fs::path& input)
    {
        const auto mark = std::find(input.begin(), input.end(), fs::path("."));
        if (mark == input.begin() || mark == input.end())
            return {input, {}, false};
        fs::path below;
        for (auto part = std::next(mark); part != input.end(); ++part)
            below /= *part;
        return {input.lexically_normal(), below.parent_path(), true};
    }

    void addFolder(const fs::path& folder)
    {
        m_list.hasFolder = true;
        const std::size_t before = m_found;
        walk(folder, {});
        if (m_found > before)
            return;
        Error none{ErrorKind::BadInput, "there is no picture in this folder", folder, {}};
        if (!m_recursive)
            none.advice = "--recursive looks into its subfolders too";
        m_list.problems.push_back(std::move(none));
    }

    void walk(const fs::path& folder, const fs::path& subfolder)
    {
        m_list.folders.push_back(folder);
        std::error_code error;
        std::vector<fs::directory_entry> entries;
        for (fs::directory_iterator entry(folder, error), end; !error && entry != end; entry.increment(error))
            if (std::error_code unreadable; m_recursive && isForeignFolder(entry->path()) &&
                                            entry->is_directory(unreadable) && !entry->is_symlink(unreadable))
                m_list.passedOver.add(entry->path());
            else if (!isHidden(entry->path()))
                entries.push_back(*entry);
        if (error)
            m_list.problems.push_back(
                {ErrorKind::Io, "the folder cannot be read: " + error.message(), folder, {}});
        std::sort(entries.begin(), entries.end());
        for (const fs::directory_entry& entry : entries) {
            std::error_code unreadable;
            if (entry.is_directory(unreadable)) {
                if (m_recursive && !entry.is_symlink(unreadable) && resolved(entry.path()) != m_excluded)
                    walk(entry.path(), subfolder / entry.path().filename());
            } else if (entry.is_regular_file(unreadable) && hasPictureExtension(entry.path())) {
                ++m_found;
                add({entry.path(), subfolder, true});
            }
        }
    }

    void add(InputPhoto photo)
    {
        if (m_seen.insert(resolved(photo.file)).second)
            m_list.photos.push_back(std::move(photo));
    }

    bool m_recursive;
    fs::path m_excluded;
    InputList m_list;
    std::set<fs::path> m_seen;
    std::size_t m_found = 0; // pictures in folders, those already seen included
};

} // namespace

Result<std::vector<fs::path>> readPathList(const fs::path& file)
{
    std::ifstream opened;
    if (file != "-") {
        errno = 0;
        opened.open(file);
        if (!opened)
            return Error{ErrorKind::Io,
                         "the list cannot be read: " + std::generic_category().message(errno),
                         file,
                         {}};
    }
    std::istream& lines = file == "-" ? std::cin : opened;
    std::vector<fs::path> paths;
    for (std::string line; std::getline(lines, line);)
        if (!line.empty())
            paths.emplace_back(std::move(line));
    return paths;
}

bool isFoundResult(const InputPhoto& photo, const image::Metadata& metadata)
{
    return photo.fromFolder && image::isEnlarged(metadata);
}

fs::path listedPath(const InputPhoto& photo)
{
    std::error_code error;
    fs::path file = fs::absolute(photo.file, error).lexically_normal();
    if (!photo.fromFolder)
        return file;
    const fs::path below = photo.subfolder / file.filename();
    fs::path folder = file;
    for (auto part = below.begin(); part != below.end(); ++part)
        folder = folder.parent_path();
    return folder / "." / below;
}

InputList collectInputs(const std::vector<fs::path>& inputs, bool recursive, const fs::path& excluded)
{
    Collector collector(recursive, excluded);
    for (const fs::path& input : inputs)
        collector.add(input);
    return std::move(collector).list();
}

} // namespace enlarger::app
