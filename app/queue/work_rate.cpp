// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/queue/work_rate.h"

#include "core/infer/tiling/self_ensemble.h"

namespace enlarger::app {

double workOf(const Job& job)
{
    const double in = double(job.in.width) * job.in.height;
    if (in <= 0.0 || job.out.width <= 0 || !job.settings)
        return 0.0;
    const int scale = job.settings->scale;
    const bool isTwice = infer::passesFor(job.in, job.out, scale) > 1;
    const double runs = job.settings->enlarge.ensemble ? infer::ensembleRuns : 1.0;
    return runs * (isTwice ? in * (1.0 + double(scale) * scale) : in);
}

std::string rateKeyOf(const infer::ModelSelection& model)
{
    return model.speedHash() + ' ' + model.device.name + ' ' + device::precisionName(model.precision);
}

} // namespace enlarger::app
