// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/gate.h"

#include <array>
#include <condition_variable>
#include <functional>
#include <mutex>

namespace enlarger {

/// What wants the device, the most urgent first: the screen, then exports, then training.
enum class Urgency { Region, Export, Training };

/// Told that somebody waits for the device (true), and that it has it (false).
using WaitSink = std::function<void(bool isWaiting)>;

/// Hands one device to the most urgent of those who want it. Work of equal urgency shares it freely: keeping
/// to one job of a kind at a time is its owner's affair.
class DeviceQueue
{
public:
    /// Says for its lifetime that work of this urgency wants the device; everything less urgent waits at its
    /// gate.
    class Claim
    {
    public:
        Claim(DeviceQueue& queue, Urgency urgency);
        ~Claim();
        Claim(const Claim&) = delete;
        Claim& operator=(const Claim&) = delete;

    private:
        DeviceQueue& m_queue;
        Urgency m_urgency;
    };

    /// Waits until nothing more urgent than `urgency` holds a claim. False if stop was asked for first. What
    /// takes longer than a blink is told to `waiting`, which may be empty.
    bool waitForTurn(Urgency urgency, const std::stop_token& stop, const WaitSink& waiting = {});

private:
    bool isFree(Urgency urgency) const; // with m_mutex held

    std::mutex m_mutex;
    std::condition_variable_any m_changed;
    std::array<int, 3> m_claims{}; // by urgency
};

/// The gate of work that shares a device.
class SharedDeviceGate : public Gate
{
public:
    /// `waiting`: is told of waits; on the thread that passes.
    SharedDeviceGate(DeviceQueue& queue, Urgency urgency, std::stop_token stop, WaitSink waiting = {})
        : m_queue(queue)
        , m_urgency(urgency)
        , m_stop(std::move(stop))
        , m_waiting(std::move(waiting))
    {}
    void pass() override
    {
        if (m_stop.stop_requested() || !m_queue.waitForTurn(m_urgency, m_stop, m_waiting))
            throw CancelledException{};
    }

private:
    DeviceQueue& m_queue;
    Urgency m_urgency;
    std::stop_token m_stop;
    WaitSink m_waiting;
};

} // namespace enlarger
