// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/image/packed_picture.h"

#include <QImage>
#include <QObject>

#include <filesystem>
#include <memory>
#include <thread>

namespace enlarger::ui {

/// The sample photo: beside the program where it is installed (../share/enlarger), or in its source tree;
/// empty: not there.
std::filesystem::path samplePhoto();

/// A small picture of it for a button, from the program itself.
QImage samplePreview();

/// Reads a piece of the sample photo, for the previews of models, on a thread of its own.
class SampleLoader : public QObject
{
    Q_OBJECT

public:
    explicit SampleLoader(QObject* parent = nullptr);
    ~SampleLoader() override;

Q_SIGNALS:
    void loaded(const std::shared_ptr<const enlarger::image::PackedPicture>& piece);

private:
    std::jthread m_thread;
};

} // namespace enlarger::ui
