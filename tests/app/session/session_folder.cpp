// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/app/session/session_folder.h"

#include "core/image/write/photo_writer.h"
#include "core/models/model_store.h"
#include "tests/support/test_files.h"

#include <QRegularExpression>
#include <QTest>

#include <cstdint>
#include <fstream>
#include <tiffio.h>
#include <vector>

namespace enlarger::tests {

namespace fs = std::filesystem;

SessionFolder::SessionFolder()
{
    const auto point = [this](const char* variable, const char* folder) {
        qputenv(variable, m_folder.filePath(QString::fromLatin1(folder)).toUtf8());
    };
    point("ENLARGER_DATA_DIR", ".data");
    point("ENLARGER_CACHE_DIR", ".cache");
    point("ENLARGER_CONFIG_DIR", ".config");
    qputenv("ENLARGER_SHIPPED_MODELS", "none");
    fs::create_directory(path());
}

fs::path SessionFolder::path(const std::string& name) const
{
    const fs::path photos = fs::path(m_folder.path().toStdString()) / "photos";
    return name.empty() ? photos : photos / name;
}

fs::path SessionFolder::writePicture(const std::string& name, int width, int height, int channels) const
{
    image::Image picture(width, height, channels);
    for (int y = 0; y < height; ++y)
        for (int x = 0; x < width; ++x)
            for (int c = 0; c < channels; ++c)
                picture.at(x, y, c) = float((x * (c + 1) + y * 3) % 64) / 63.0F;
    fs::create_directories(path(name).parent_path());
    image::WriteOptions options;
    options.format = *image::formatFromName(path(name).extension().string());
    options.replace = true;
    const Status written = image::writePhoto(path(name), picture, options);
    if (!written)
        qFatal("%s", written.error().text().c_str());
    return path(name);
}

fs::path SessionFolder::writePages(const std::string& name, int pages) const
{
    TIFF* const tiff = TIFFOpen(path(name).c_str(), "w");
    for (int page = 1; tiff && page <= pages; ++page) {
        constexpr int height = 8;
        std::vector<std::uint8_t> row(std::size_t(10 * page), std::uint8_t(page * 20));
        TIFFSetField(tiff, TIFFTAG_IMAGEWIDTH, 10 * page);
        TIFFSetField(tiff, TIFFTAG_IMAGELENGTH, height);
        TIFFSetField(tiff, TIFFTAG_BITSPERSAMPLE, 8);
        TIFFSetField(tiff, TIFFTAG_SAMPLESPERPIXEL, 1);
        TIFFSetField(tiff, TIFFTAG_ROWSPERSTRIP, height);
        TIFFSetField(tiff, TIFFTAG_PHOTOMETRIC, PHOTOMETRIC_MINISBLACK);
        for (int y = 0; y < height; ++y)
            TIFFWriteScanline(tiff, row.data(), std::uint32_t(y), 0);
        TIFFWriteDirectory(tiff);
    }
    if (!tiff)
        qFatal("%s cannot be written", name.c_str());
    TIFFClose(tiff);
    return path(name);
}

fs::path SessionFolder::writeText(const std::string& name, const std::string& text) const
{
    std::ofstream(path(name), std::ios::binary) << text;
    return path(name);
}

void SessionFolder::addModel(const std::string& name, const std::string& role) const
{
    cards::Card card;
    card.name = name;
    card.title = "Title of " + name;
    card.description = "For tests.";
    card.ancestry = "tests";
    card.role = role;
    const auto kept = models::ModelStore().add(dataFile("weights/x4_new.safetensors"), card, true);
    if (!kept)
        qFatal("%s", kept.error().text().c_str());
}

void refuseWarnings()
{
    QTest::failOnWarning(QRegularExpression(QStringLiteral(".*")));
}

} // namespace enlarger::tests
