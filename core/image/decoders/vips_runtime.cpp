// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/image/decoders/vips_runtime.h"

#include "core/image/photo/library_words.h"

#include <mutex>

namespace enlarger::image {

namespace {

// libvips speaks of harmless oddities of files through GLib's log; whatever matters comes as an error as
// well.
void dropMessage(const char*, GLogLevelFlags, const char*, void*) {}

// vips_init() writes where it lies into the environment, unless that is there; but it runs in a thread, and
// one that reads the environment meanwhile may crash. Hence before main().
[[gnu::constructor]] void prepareEnvironment()
{
    vips_guess_prefix("enlarger", "VIPSHOME");
}

bool initialise()
{
    g_log_set_handler(
        "VIPS",
        GLogLevelFlags(G_LOG_LEVEL_WARNING | G_LOG_LEVEL_MESSAGE | G_LOG_LEVEL_INFO | G_LOG_LEVEL_DEBUG),
        dropMessage, nullptr);
    if (vips_init("enlarger"))
        return false;
    vips_cache_set_max(
        0); // a cached operation keeps its file open, and shows the old picture when the file changes
    vips_operation_block_set("VipsForeignLoad", TRUE);
    for (const char* loader :
         {"VipsForeignLoadJpeg", "VipsForeignLoadPng", "VipsForeignLoadTiff", "VipsForeignLoadWebp",
          "VipsForeignLoadNsgif", "VipsForeignLoadJp2k", "VipsForeignLoadOpenexr"})
        vips_operation_block_set(loader, FALSE);
    return true;
}

} // namespace

Status startVips()
{
    static std::once_flag once;
    static bool started = false;
    std::call_once(once, [] { started = initialise(); });
    if (started)
        return {};
    return Error{ErrorKind::Internal,
                 "libvips cannot be started: " + libraryWords(takeVipsError()),
                 {},
                 "Install libvips 8.14 or newer"};
}

std::string takeVipsError()
{
    char* const buffer = vips_error_buffer_copy(); // empties it as well
    const std::string text = buffer ? buffer : "";
    g_free(buffer);
    return text;
}

} // namespace enlarger::image
