// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <map>
#include <string>
#include <vector>

namespace enlarger::app {

/// What several results lack of their photos, each sentence once with the number of photos.
class LossSum
{
public:
    struct Loss
    {
        std::string sentence;
        int photos = 0;

        bool operator==(const Loss&) const = default;
        std::string text() const; // "3 photos: JPEG has no transparency: the picture is placed on white"
    };

    /// Of one photo.
    void add(const std::vector<std::string>& sentences);

    int photos() const { return m_photos; } // that lose something
    std::vector<Loss> losses() const;       // those of the most photos first

private:
    std::map<std::string, int> m_counts;
    int m_photos = 0;
};

} // namespace enlarger::app
