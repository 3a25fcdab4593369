// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/session/temporary_folder.h"

#include "app/files/path_text.h"

#include <QTemporaryDir>

#include <map>
#include <mutex>

namespace enlarger::app {

namespace {

QString folderTemplate()
{
    return toText(std::filesystem::temp_directory_path() / "enlarger-XXXXXX");
}

} // namespace

std::filesystem::path temporaryFolder()
{
    static const QTemporaryDir folder(folderTemplate());
    return toPath(folder.path());
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
