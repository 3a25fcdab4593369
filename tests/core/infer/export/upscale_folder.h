// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/image/pixels/image.h"
#include "core/infer/export/photo_upscaler.h"

#include <QStringList>
#include <QTemporaryDir>

#include <memory>

namespace enlarger::tests {

/// Smooth enough that the network and resampling stay inside 0..1 mostly, rounded as a 16-bit file rounds it.
image::Image smoothPicture(int width, int height, int channels);

image::Image clamped(image::Image picture);

constexpr double step16 = 1.01 / 65535.0; // of a 16-bit file's values

/// A folder of a test function's own, with a photo in it and what is made of that.
class UpscaleFolder
{
protected:
    void openFolder() { m_folder = std::make_unique<QTemporaryDir>(); }

    std::filesystem::path path(const char* name) const { return m_folder->filePath(name).toStdString(); }
    QStringList files() const; // hidden ones too
    /// To enlarge this picture, which becomes in.png, to out.tif.
    infer::UpscaleOptions options(const image::Image& picture, int bits = 16);
    image::Image enlarged(const infer::UpscaleModel& model, const image::Image& picture);

    StopGate m_gate;

private:
    std::unique_ptr<QTemporaryDir> m_folder;
};

} // namespace enlarger::tests
