// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/queue/job_queue.h"

#include <QString>
#include <QStringList>

namespace enlarger::ui {

/// How a job stands: "34 %, 2 min left", "Waiting, about 40 s", "Done in 12 s".
QString stateText(const app::Job& job, const app::JobQueue& queue);

/// What is made of the photo: "1200 × 800 → 4800 × 3200, photo-x4"; of one that failed or was skipped, why.
/// Of one that is still to come, also what it will lose.
QString jobText(const app::Job& job, const QStringList& losses = {});

/// How the whole stands: "3 of 12, 4 min left, ends about 17:40"; empty: there is nothing to say.
QString totalsText(const app::JobQueue& queue);
/// The same for where there is little room: "3 of 12, 4 min left".
QString shortTotalsText(const app::JobQueue& queue);

/// How far one is, 0..1; negative: nothing of it is done.
double shareOf(const app::Job& job);

/// "3 with losses"; empty: nothing is known to be lost.
QString lossesText(const app::QueuePlan& plan);

/// "12 photos to come: 240 megapixels, about 380 MB", and what is to be known of them; a line each.
QStringList planLines(const app::QueuePlan& plan);

} // namespace enlarger::ui
