// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/device_queue.h"

namespace enlarger {

DeviceQueue::Claim::Claim(DeviceQueue& queue, Urgency urgency)
    : m_queue(queue)
    , m_urgency(urgency)
{
    const std::lock_guard lock(m_queue.m_mutex);
    ++m_queue.m_claims[static_cast<std::size_t>(m_urgency)];
}

DeviceQueue::Claim::~Claim()
{
    {
        const std::lock_guard lock(m_queue.m_mutex);
        --m_queue.m_claims[static_cast<std::size_t>(m_urgency)];
    }
    m_queue.m_changed.notify_all();
}

bool DeviceQueue::waitForTurn(Urgency urgency, const std::stop_token& stop)
{
    std::unique_lock lock(m_mutex);
    return m_changed.wait(lock, stop, [&] { return isFree(urgency); });
}

bool DeviceQueue::isFree(Urgency urgency) const
{
    for (std::size_t u = 0; u < static_cast<std::size_t>(urgency); ++u)
        if (m_claims[u] > 0)
            return false;
    return true;
}

} // namespace enlarger
