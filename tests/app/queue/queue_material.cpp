// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/app/queue/queue_material.h"

#include "app/queue/job_check.h"
#include "app/queue/job_settings.h"
#include "core/base/file_hash.h"
#include "tests/support/test_files.h"

namespace enlarger::tests {

app::JobSettings queueSettings()
{
    static const std::filesystem::path network = dataFile("weights/x4_new.safetensors");
    static const std::string hash = *sha256Of(network);
    app::JobSettings settings;
    settings.model.modelName = "tiny";
    settings.model.network = {network, hash};
    settings.model.device.name = "cpu";
    settings.model.precision = device::Precision::Fp32;
    settings.enlarge.output.format = image::PhotoFormat::Png;
    return settings;
}

app::Job queueJob(const std::filesystem::path& photo, const app::JobSettings& settings)
{
    app::Job job;
    job.source = photo;
    job.format = image::PhotoFormat::Png;
    job.settings = app::withKey(settings);
    job.in = {24, 16};
    job.out = app::outputSizeOf(settings, job.in);
    job.seen = app::stateOf(photo);
    return job;
}

} // namespace enlarger::tests
