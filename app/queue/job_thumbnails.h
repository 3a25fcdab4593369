// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/queue/job.h"
#include "app/session/photo_loading.h"

#include <QImage>
#include <QObject>

#include <deque>
#include <map>
#include <stop_token>

namespace enlarger::app {

/// Small pictures of the photos in a queue, made when they are asked for, the latest wish first. What nobody
/// has asked for in a while is forgotten.
class JobThumbnails : public QObject
{
    Q_OBJECT

public:
    static constexpr int side = 96; // pixels of the longer one, at most

    explicit JobThumbnails(QObject* parent = nullptr);
    ~JobThumbnails() override;

    /// Null until it is made(), and where the photo cannot be read.
    QImage of(const Job& job);

Q_SIGNALS:
    void made(std::int64_t id);

private:
    struct Wish
    {
        std::int64_t id = 0;
        WantedPhoto photo;
    };
    struct Known
    {
        QImage image;
        std::uint64_t asked = 0; // when it was asked for last
    };
    void makeNext();
    void keep(std::int64_t id, const QImage& image);

    std::map<std::int64_t, Known> m_known;
    std::deque<Wish> m_wishes;
    std::int64_t m_making = 0; // 0: none
    std::uint64_t m_time = 0;
    std::stop_source m_stop;
};

} // namespace enlarger::app
