// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/session/temporary_folder.h"

#include "app/files/path_text.h"

#include <QTemporaryDir>

#include <atomic>
#include <map>
#include <mutex>

namespace enlarger::app {

namespace {

QString folderTemplate()
{
    return toText(std::filesystem::temp_directory_path() / "enlarger-XXXXXX");
}

std::atomic<bool> isMade = false;

} // namespace

std::filesystem::path temporaryFolder()
{
    static const QTemporaryDir folder(folderTemplate());
    isMade = true;
    return toPath(folder.path());
}

bool isInTemporaryFolder(const std::filesystem::path& file)
{
    return isMade && file.parent_path() == temporaryFolder();
}

std::filesystem::path newTemporaryFile(const std::string& stem, const std::string& extension)
{
    static std::mutex mutex;
    static std::map<std::string, int> counts;
    const std::lock_guard lock(mutex);
    const int number = ++counts[stem];
    const std::string name = number == 1 ? stem : stem + " " + std::to_string(number);
    return temporaryFolder() / (name + "." + extension);
}

} // namespace enlarger::app
