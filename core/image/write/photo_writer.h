// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"
#include "core/image/pixels/image.h"
#include "core/image/write/write_plan.h"

#include <memory>

namespace enlarger::image {

/// Writes a photograph from top to bottom into a file beside the wanted one, which appears under its name
/// only when finish() has seen everything well. Dropping an unfinished writer leaves nothing behind.
class PhotoWriter
{
public:
    static Result<PhotoWriter> create(const std::filesystem::path& file, PhotoContent content,
                                      const WriteOptions& options);

    PhotoWriter(PhotoWriter&&) noexcept;
    PhotoWriter& operator=(PhotoWriter&&) noexcept;
    ~PhotoWriter();

    /// The next rows, of the content's width and channels; values are clamped to 0..1 and rounded once, here.
    Status write(const Image& rows);

    /// Completes the file and gives it its name. Where a file of that name has appeared meanwhile and may
    /// not be replaced, ours gets the next free number, or there is a fileExistsError(); that file stays as
    /// it was.
    Status finish();

    /// Of the file, once it is finished.
    std::int64_t bytes() const;
    /// The wanted name; after finish() the one that the file has got.
    const std::filesystem::path& file() const;

private:
    class Impl;
    explicit PhotoWriter(std::unique_ptr<Impl> impl);
    std::unique_ptr<Impl> m_impl;
};

/// A whole picture at once, for small ones and tests.
Status writePhoto(const std::filesystem::path& file, const Image& picture, const WriteOptions& options = {});

} // namespace enlarger::image
