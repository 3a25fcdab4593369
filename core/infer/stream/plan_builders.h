// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/infer/stream/plan_maker.h"

namespace enlarger::infer {

// One for each family, in a file of its own.

void planRrdbNet(PlanMaker& maker); // the Keras reading too
void planSrvgg(PlanMaker& maker);
void planSpan(PlanMaker& maker);
void planMsrResNet(PlanMaker& maker);
void planSrResNet(PlanMaker& maker);

} // namespace enlarger::infer
