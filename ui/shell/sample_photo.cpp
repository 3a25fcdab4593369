// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/shell/sample_photo.h"

#include "app/files/path_text.h"
#include "core/image/read/photo_reader.h"

#include <QCoreApplication>

#include <algorithm>

namespace enlarger::ui {

namespace fs = std::filesystem;

namespace {

// What previews show: an LR piece with edges and texture, in the middle of the photo.
constexpr int pieceWidth = 72;
constexpr int pieceHeight = 36;

} // namespace

fs::path samplePhoto()
{
    static const fs::path file = [] {
        const fs::path programs = app::toPath(QCoreApplication::applicationDirPath());
        std::error_code error;
        // Installed: PREFIX/bin. In the source tree: build/PRESET/bin.
        for (const fs::path& place :
             {programs / "../share/enlarger/sample.jpg", programs / "../../../resources/sample.jpg"})
            if (fs::is_regular_file(place, error))
                return place.lexically_normal();
        return fs::path();
    }();
    return file;
}

QImage samplePreview()
{
    return samplePhoto().empty() ? QImage() : QImage(QStringLiteral(":/sample/preview.jpg"));
}

std::shared_ptr<const image::PackedPicture> samplePiece()
{
    const auto photo = image::readPhoto(samplePhoto());
    if (!photo || photo->width() < pieceWidth || photo->height() < pieceHeight)
        return nullptr;
    auto piece = std::make_shared<image::PackedPicture>(pieceWidth, pieceHeight, photo->channels(), 8);
    piece->setRows(0, photo->crop((photo->width() - pieceWidth) / 2, (photo->height() - pieceHeight) / 2,
                                  pieceWidth, pieceHeight));
    return piece;
}

} // namespace enlarger::ui
