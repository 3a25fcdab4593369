// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/train/train_reporter.h"

#include "app/cli/terminal/console.h"
#include "app/cli/terminal/path_text.h"
#include "app/cli/terminal/text_format.h"
#include "core/train/recipe/loss_terms.h"

#include <cmath>
#include <fmt/format.h>

namespace enlarger::cli {

using train::HistoryPoint;

train::RunSinks TrainReporter::sinks()
{
    train::RunSinks sinks;
    sinks.history = [this](const HistoryPoint& point) { report(point); };
    sinks.notice = [this](const std::string& text) {
        m_progress.clear();
        printErr(printable(text) + ".");
    };
    sinks.strip = [this](std::int64_t step, const image::Image&) { m_stripStep = step; };
    sinks.progress = [this](std::int64_t step, std::int64_t steps, double left) { show(step, steps, left); };
    return sinks;
}

void TrainReporter::report(const HistoryPoint& point)
{
    if (point.kind == HistoryPoint::Kind::RolledBack || point.kind == HistoryPoint::Kind::Event)
        return; // notices say it
    const auto value = [&](const std::string& name) {
        const auto found = point.values.find(name);
        return found == point.values.end() ? 0.0 : found->second;
    };
    const auto has = [&](const std::string& name) { return point.values.contains(name); };
    if (point.kind == HistoryPoint::Kind::Validation) {
        if (point.step == 0)
            m_start = value("psnr");
        std::string line = fmt::format("step {:>7}  validation: {:.2f} dB", point.step, value("psnr"));
        if (const double gain = value("psnr") - m_start.value_or(0.0); m_start && point.step > 0)
            line += fmt::format(" ({:+.2f})", std::abs(gain) < 0.005 ? 0.0 : gain);
        line += fmt::format(", SSIM {:.4f}", value("ssim"));
        if (has("lpips"))
            line += fmt::format(", LPIPS {:.3f}", value("lpips"));
        line += fmt::format(", sharpness {:.2f}, colour drift {:.2f}", value("sharpness"), value("drift"));
        for (const auto& [name, psnr] : point.values)
            if (constexpr std::string_view of = "psnr of "; name.starts_with(of)) {
                const std::string set = name.substr(of.size());
                line += fmt::format("; {}: {:.2f} dB, SSIM {:.4f}", printable(set), psnr,
                                    value("ssim of " + set));
                if (has("lpips of " + set))
                    line += fmt::format(", LPIPS {:.3f}", value("lpips of " + set));
            }
        m_progress.clear();
        printOut(line);
        return;
    }
    m_losses = fmt::format("loss {:.4g}", value("total"));
    for (const train::LossTerm& term : train::lossTerms({}))
        if (has(term.curve) && value(term.curve) != value("total"))
            m_losses += fmt::format(", {} {:.3g}", term.curve, value(term.curve));
    if (has("D(real)"))
        m_losses += fmt::format(", D {:+.2f}/{:+.2f}", value("D(real)"), value("D(fake)"));
    m_losses += fmt::format(", rate {:.2g}, {:.2f} s a step", value("rate of G"), value("seconds per step"));

    // On a terminal the live line says it; in a log, a line every half minute.
    const auto now = std::chrono::steady_clock::now();
    if (!stderrIsTerminal() && now - m_reported > std::chrono::seconds(30)) {
        m_reported = now;
        printOut(fmt::format("step {:>7} of {}, {} left  {}", point.step, m_steps,
                             durationText(m_secondsLeft), m_losses));
    }
}

void TrainReporter::show(std::int64_t step, std::int64_t steps, double secondsLeft)
{
    m_steps = steps;
    m_secondsLeft = secondsLeft;
    m_progress.say(
        fmt::format("step {} of {}, {} left  {}", step, steps, durationText(secondsLeft), m_losses));
}

} // namespace enlarger::cli
