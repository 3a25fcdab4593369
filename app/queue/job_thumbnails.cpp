// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/queue/job_thumbnails.h"

#include "app/session/background.h"

#include <algorithm>

namespace enlarger::app {

namespace {

constexpr std::size_t mostKnown = 400;
constexpr std::size_t mostWishes = 40; // more than rows that a panel shows

} // namespace

JobThumbnails::JobThumbnails(QObject* parent)
    : QObject(parent)
{}

JobThumbnails::~JobThumbnails()
{
    m_stop.request_stop();
}

QImage JobThumbnails::of(const Job& job)
{
    ++m_time;
    if (const auto known = m_known.find(job.id); known != m_known.end()) {
        known->second.asked = m_time;
        return known->second.image;
    }
    if (job.id == m_making)
        return {};
    std::erase_if(m_wishes, [&job](const Wish& wish) { return wish.id == job.id; });
    m_wishes.push_front({job.id, {job.source, job.settings->enlarge.turn, job.settings->enlarge.reading}});
    if (m_wishes.size() > mostWishes)
        m_wishes.pop_back();
    makeNext();
    return {};
}

void JobThumbnails::makeNext()
{
    if (m_making != 0 || m_wishes.empty())
        return;
    const Wish wish = m_wishes.front();
    m_wishes.pop_front();
    m_making = wish.id;
    runInBackground(
        readingPool(), this, TaskPriority::Low,
        [wish, stop = m_stop.get_token()] {
            const auto image = loadThumbnail(wish.photo, stop);
            return image ? image->scaled(side, side, Qt::KeepAspectRatio, Qt::SmoothTransformation)
                         : QImage();
        },
        [this, id = wish.id](const QImage& image) {
            m_making = 0;
            keep(id, image);
            Q_EMIT made(id);
            makeNext();
        });
}

void JobThumbnails::keep(std::int64_t id, const QImage& image)
{
    if (m_known.size() >= mostKnown)
        m_known.erase(
            std::ranges::min_element(m_known, {}, [](const auto& one) { return one.second.asked; }));
    m_known[id] = {image, m_time};
}

} // namespace enlarger::app
