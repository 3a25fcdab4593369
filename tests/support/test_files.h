// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"

#include <filesystem>
#include <string>

namespace enlarger::tests {

/// tests/data/NAME, which is in the repository.
std::filesystem::path dataFile(const std::string& name);

/// A file or folder of the shared material beside the checkout (ENLARGER_SHARED_DIR, else ../shared). It may
/// be missing on other machines: see ENLARGER_NEED.
std::filesystem::path sharedFile(const std::string& name);

/// A file of the networks that ./dev fetches (ENLARGER_NCNN_DIR, else .deps/networks); may be missing.
std::filesystem::path fetchedNetwork(const std::string& name);

} // namespace enlarger::tests

/// Skips the test function, saying why, where a file is missing.
#define ENLARGER_NEED(path)                                                                                  \
    do {                                                                                                     \
        if (!std::filesystem::exists(path))                                                                  \
            QSKIP(qPrintable(QStringLiteral("not on this machine: ") +                                       \
                             QString::fromStdString((path).string())));                                      \
    } while (false)

/// Fails the test function with the error's text unless the result is good.
#define ENLARGER_VERIFY(result)                                                                              \
    do {                                                                                                     \
        const auto& checkedResult = (result);                                                                \
        QVERIFY2(checkedResult.ok(), checkedResult.ok() ? "" : checkedResult.error().text().c_str());        \
    } while (false)
