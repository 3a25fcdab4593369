// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/train/photos/decoded_picture.h"

#include <future>
#include <list>
#include <map>
#include <memory>
#include <mutex>

namespace enlarger::train {

/// Decoded pictures by file, those used last, up to a number of bytes (and one more, if that alone has more).
/// Safe from any thread; a picture that several want at once is decoded once.
class PictureCache
{
public:
    using Picture = DecodedPicture;

    explicit PictureCache(std::int64_t mostBytes)
        : m_mostBytes(mostBytes)
    {}

    Result<Picture> get(const std::filesystem::path& file);

    std::int64_t bytes() const;   // held now
    std::int64_t decoded() const; // files decoded so far

private:
    struct Entry
    {
        std::shared_future<Result<Picture>> picture;
        std::int64_t bytes = -1; // below 0: still being decoded
        std::list<std::filesystem::path>::iterator use;
    };

    void settle(const std::filesystem::path& file, const Result<Picture>& picture);

    const std::int64_t m_mostBytes;
    mutable std::mutex m_mutex;
    std::map<std::filesystem::path, Entry> m_entries;
    std::list<std::filesystem::path> m_uses; // the last one first
    std::int64_t m_bytes = 0;
    std::int64_t m_decoded = 0;
};

} // namespace enlarger::train
