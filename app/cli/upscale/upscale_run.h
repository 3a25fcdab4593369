// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/cli/terminal/interrupt.h"
#include "app/cli/upscale/batch_eta.h"
#include "app/cli/upscale/upscale_reporter.h"
#include "app/cli/upscale/upscale_request.h"
#include "app/files/manifest.h"
#include "core/infer/engine/upscale_model.h"

#include <map>
#include <memory>

namespace enlarger::cli {

/// Plans all photos of a request, reports the plan, and carries it out. One bad photo never stops the rest.
class UpscaleRun
{
public:
    /// `network`: what `model` names, loaded.
    UpscaleRun(const UpscaleRequest& request, infer::ModelSelection model,
               std::shared_ptr<const infer::UpscaleModel> network, UpscaleReporter& reporter,
               const Interrupt& interrupt, app::Manifest* manifest = nullptr);

    int execute();

private:
    void planAll();
    bool isLeftAlone(const InputPhoto& photo);
    Status plan(const InputPhoto& photo);
    app::OutputName outputOf(const PhotoJob& job);
    void addNotes(PhotoJob& job) const;
    void reportTotal();
    void processAll();
    Status work(std::size_t index);
    void skip(PhotoJob job, const std::string& reason);
    void fail(const std::filesystem::path& input, Error error);
    void enter(const std::vector<InputPhoto>& photos);
    /// Into the manifest: what became of a photo.
    void enter(const std::filesystem::path& input, app::ManifestState state, QJsonObject line);
    void write(const std::vector<QJsonObject>& lines);
    /// "-" for the files that stand for standard input and output.
    std::filesystem::path shown(const std::filesystem::path& file) const;
    NoticeSink noticesOf(const std::filesystem::path& input);

    const UpscaleRequest& m_request;
    infer::ModelSelection m_model;
    infer::PhotoUpscaler m_upscaler;
    UpscaleReporter& m_reporter;
    const Interrupt& m_interrupt;
    app::Manifest* m_manifest;                         // null: none, or it cannot be written any more
    std::map<std::filesystem::path, QString> m_listed; // how photos are named in it
    StopGate m_gate;
    app::OutputNames m_names;
    std::vector<PhotoJob> m_jobs;
    RunSummary m_summary;
    bool m_hasCommandFailed = false; // of those after photos
    BatchEta m_eta;
};

} // namespace enlarger::cli
