// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/train/photos/picture_cache.h"

namespace enlarger::train {

namespace fs = std::filesystem;

Result<PictureCache::Picture> PictureCache::get(const fs::path& file)
{
    std::promise<Result<Picture>> promise;
    std::shared_future<Result<Picture>> begun;
    {
        const std::lock_guard lock(m_mutex);
        const auto [entry, isNew] = m_entries.try_emplace(file);
        if (isNew) {
            m_uses.push_front(file);
            entry->second = {promise.get_future().share(), -1, m_uses.begin()};
        } else {
            m_uses.splice(m_uses.begin(), m_uses, entry->second.use);
            begun = entry->second.picture;
        }
    }
    if (begun.valid())
        return begun.get(); // waits where another thread is still decoding

    Result<Picture> picture = decodePicture(file);
    promise.set_value(picture);
    settle(file, picture);
    return picture;
}

void PictureCache::settle(const fs::path& file, const Result<Picture>& picture)
{
    const std::lock_guard lock(m_mutex);
    ++m_decoded;
    const auto entry = m_entries.find(file);
    if (!picture) { // asked again, it is tried again
        m_uses.erase(entry->second.use);
        m_entries.erase(entry);
        return;
    }
    entry->second.bytes = (*picture)->bytes();
    m_bytes += entry->second.bytes;
    for (auto use = m_uses.end(); m_bytes > m_mostBytes && use != m_uses.begin();) {
        const auto last = m_entries.find(*--use);
        if (last == entry || last->second.bytes < 0)
            continue;
        m_bytes -= last->second.bytes;
        m_entries.erase(last);
        use = m_uses.erase(use);
    }
}

std::int64_t PictureCache::bytes() const
{
    const std::lock_guard lock(m_mutex);
    return m_bytes;
}

std::int64_t PictureCache::decoded() const
{
    const std::lock_guard lock(m_mutex);
    return m_decoded;
}

} // namespace enlarger::train
