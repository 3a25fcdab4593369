// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/test_files.h"

#include <cstdlib>

namespace enlarger::tests {

namespace fs = std::filesystem;

namespace {

fs::path fromEnvironment(const char* variable)
{
    const char* value = std::getenv(variable);
    return value && *value ? fs::path(value) : fs::path();
}

} // namespace

fs::path dataFile(const std::string& name)
{
    return fs::path(TESTS_DATA_DIR) / name;
}

fs::path sharedFile(const std::string& name)
{
    const fs::path folder = fromEnvironment("ENLARGER_SHARED_DIR");
    return (folder.empty() ? fs::path(SHARED_DIR) : folder) / name;
}

fs::path fetchedNetwork(const std::string& name)
{
    const fs::path folder = fromEnvironment("ENLARGER_NCNN_DIR");
    return (folder.empty() ? fs::path(NETWORKS_DIR) : folder) / name;
}

} // namespace enlarger::tests
