// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/train/photos/sample_look.h"

#include <QImage>
#include <QObject>
#include <QThreadPool>

#include <cstdint>
#include <memory>
#include <optional>

namespace enlarger::app {

/// What a training sees of its photos, for the screen; made on a thread of its own. A newer recipe outdates
/// an older one.
class SamplePreview : public QObject
{
    Q_OBJECT

public:
    explicit SamplePreview(QObject* parent = nullptr);
    ~SamplePreview() override;

    struct Pictures
    {
        QImage hr; // the target
        QImage lr;
        QImage bicubic;
        QString photo; // its name
    };

    /// What was found in the photos; without any there is nothing to be seen.
    void setPhotos(train::DataReport found);
    void setRecipe(const train::Recipe& recipe);
    void showAnother(); // crop, of the next photo
    bool hasPhotos() const { return !m_found->used.empty() || !m_found->packed.empty(); }

    const Pictures& pictures() const { return m_pictures; } // null ones: nothing yet
    const std::optional<Error>& error() const { return m_error; }
    bool isBusy() const { return m_isBusy; }

Q_SIGNALS:
    void changed();

private:
    void make();

    std::shared_ptr<const train::SampleLooker> m_looker;
    std::shared_ptr<const train::DataReport> m_found;
    train::Recipe m_recipe;
    std::uint64_t m_number = 0; // of the crop
    Pictures m_pictures;
    std::optional<Error> m_error;
    bool m_isBusy = false;
    bool m_isOutdated = false; // what is being made
    QThreadPool m_thread;      // last: it ends before the rest goes
};

} // namespace enlarger::app
