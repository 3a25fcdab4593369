// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/enlarge/enlarge_settings.h"
#include "app/enlarge/print_size.h"
#include "app/session/document_list.h"
#include "app/session/model_catalog.h"
#include "app/session/planner.h"
#include "core/base/device_queue.h"
#include "core/device/device.h"
#include "core/infer/export/photo_upscaler.h"
#include "core/infer/screen/region_stages.h"
#include "core/infer/tiling/output_size.h"

#include <QObject>
#include <QPointer>
#include <QSize>

#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace enlarger::app {

/// What a person has chosen for the enlargement, to be kept and brought back.
struct EnlargeChoices
{
    QString model; // a name of the catalog
    infer::OutputSize size;
    std::optional<PrintSize> print; // that `size` comes from
    double strength = 1.0;
    bool colourLock = true;
    QString device = QStringLiteral("auto");
    device::Precision precision = device::Precision::Auto;
    bool ensemble = false;

    bool operator==(const EnlargeChoices&) const = default;
};

/// How the current photo is to be enlarged: everything that the page "Enlarge" sets, without a widget. The
/// page mirrors it. Setters that change nothing say nothing.
class EnlargeSession : public QObject
{
    Q_OBJECT

public:
    /// `queue`: the device's; working out a plan gives way there to what is on the screen.
    EnlargeSession(DocumentList& documents, ModelCatalog& catalog, DeviceQueue& queue,
                   QObject* parent = nullptr);
    ~EnlargeSession() override;

    /// What is read of the current photo's file.
    int pages() const;  // pictures or frames that it holds; 1 until that is known, 0 where no photo is open
    bool isRaw() const; // of a camera
    image::ReadChoice reading() const;
    void setReading(const image::ReadChoice& choice); // a page that is not there changes nothing

    QString model() const { return m_model; } // a name of the catalog; empty until one is there
    /// Strength goes to the model's own end. A name that the catalog does not have changes nothing; before
    /// the catalog is read, any name is believed, and where it turns out not to be there,
    /// ModelCatalog::defaultName() is taken.
    void setModel(const QString& name);
    /// Before the catalog says so: a model has another name now. Where it is the chosen one, it stays so, at
    /// its strength.
    void followRenaming(const QString& name, const QString& newName);

    /// As the user asks for it; none set: the model's own factor.
    const infer::OutputSize& requestedSize() const { return m_size; }
    void setRequestedSize(const infer::OutputSize& size);
    /// Where the size was asked for on paper; then the result's file says the pixels per inch.
    const std::optional<PrintSize>& printSize() const { return m_print; }
    void setPrintSize(const PrintSize& size);

    double strength() const { return m_strength; }      // 0: faithful, 1: crisp
    void setStrength(double strength);                  // beyond 0..1 it is cut there
    void resetStrength();                               // to what it begins with
    double ownStrengthOf(const QString& model) const;   // of the model as it is; of one that is not there: 1
    double firstStrengthOf(const QString& model) const; // that it begins with; of one that is not there: 1
    /// Empty where strength can be set; else why it cannot, in one sentence.
    QString strengthUnavailableReason() const;

    bool colourLock() const { return m_colourLock; }
    void setColourLock(bool lock); // locked, larger areas keep the photo's own colours and tones

    QString device() const { return m_device; } // "auto", "cpu", "cuda:0"
    void setDevice(const QString& name);        // one that is not there counts as the CPU
    const std::vector<device::Device>& devices() const { return m_devices; } // found on a pool's thread
    device::Precision precision() const { return m_precision; }
    void setPrecision(device::Precision precision);
    /// Exports take the mean of eight turns and mirrorings, eight times the work. The screen does not.
    bool ensemble() const { return m_ensemble; }
    void setEnsemble(bool ensemble);

    EnlargeChoices choices() const;
    void setChoices(const EnlargeChoices& choices); // what of it cannot be had (a model that is gone) stays
    EnlargeChoices standardChoices() const;         // those of a first start, for the models that there are

    /// What the exporter will write, so that the plan can estimate the file's size; optionsFor() begins with
    /// it.
    void setOutputSettings(const OutputSettings& outputSettings);

    // What follows from it, for the current document and its crop. Zero, or nothing, where there is none.
    QSize sourceSize() const;                           // LR pixels, of the crop
    QSize outputSize() const;                           // of the crop, enlarged
    QSize sourceSizeOf(const Document& document) const; // of one that need not be current
    QSize outputSizeOf(const Document& document) const;
    QSize outputSizeOf(const QSize& source) const; // of as many LR pixels
    bool isMixed() const;                          // the strength lies between two networks
    double factor() const;                         // output over source, along the width
    int scale() const;                             // the model's own; 0 where there is none
    /// What enlarges, also in an export; nothing while catalog or devices are not known.
    std::optional<infer::ModelSelection> network() const { return networkOf(m_model); }
    std::optional<infer::ModelSelection>
    networkOf(const QString& model) const; // strength counts for model() alone
    /// Of models that the catalog does not have: the first, mixed with its partner where that is among them.
    std::optional<infer::ModelSelection> networkOf(const std::vector<models::StoredModel>& models) const;
    std::optional<infer::ModelSelection> draft() const; // see ModelCatalog::draftOf()
    /// A network as the screen computes it, `factor` times as large. Strengths of one mixture share its
    /// files.
    infer::StageMaker stageOf(const infer::ModelSelection& network, double factor) const;

    /// What an export of the current document would be; worked out on a pool's thread after every change, a
    /// moment later. Nothing while it is not known; then planError() may say why.
    const std::optional<infer::UpscalePlan>& plan() const { return m_planner.plan(); }
    const std::optional<Error>& planError() const { return m_planner.error(); }
    /// Until then, what is known at once: pixels, and the time from earlier runs, where there were any.
    const std::optional<infer::UpscalePlan>& draftPlan() const { return m_planner.draft(); }
    bool isPlanWaiting() const { return m_planner.isWaiting(); } // for the preview, which has the device

    /// Options for an export of `document` as set here; format, quality, depth and file name are the
    /// exporter's.
    infer::UpscaleOptions optionsFor(const Document& document) const
    {
        return optionsFor(document, m_outputSettings);
    }
    infer::UpscaleOptions optionsFor(const Document& document, const OutputSettings& output) const;
    /// The same without the network and the photo; null: without a turn and a crop, for any photo.
    EnlargeSettings settingsFor(const Document* document, const OutputSettings& output) const;

Q_SIGNALS:
    void readingWillChange(); // what is begun on the page that is shown ends
    void changed();           // any of the settings, or what follows from them
    void layersChanged();     // what the screen shows must be made anew: photo, crop, model, strength, lock,
                              // size, device
    void planChanged();       // plan(), draftPlan(), planError() or isPlanWaiting() is another

private:
    enum class Affects { Plan, Layers }; // layers: also what the screen shows
    void updateModels();
    void choose(const QString& model);
    void setSize(const infer::OutputSize& size, const std::optional<PrintSize>& print);
    void watch(Document* document);
    void notify(Affects affected);
    template <class Value>
    void set(Value& member, const Value& value, Affects affected);
    const device::Device* chosenDevice() const;
    double firstStrength(const models::StoredModel& model) const; // that it begins with
    const models::StoredModel* partner() const; // the other end of the strength; null: has none
    std::string modelHash() const;              // changes where the chosen network's files do

    DocumentList& m_documents;
    ModelCatalog& m_catalog;
    QPointer<Document> m_watched;
    QString m_model;
    std::pair<QString, QString> m_renamed; // the chosen model, and its name in a listing to come; empty: none
    std::string m_modelHash;               // as reported last
    infer::OutputSize m_size;
    std::optional<PrintSize> m_print; // that m_size comes from
    OutputSettings m_outputSettings;
    double m_strength = 1.0;
    bool m_colourLock = true;
    QString m_device = QStringLiteral("auto");
    device::Precision m_precision = device::Precision::Auto;
    bool m_ensemble = false;
    std::vector<device::Device> m_devices;
    mutable std::shared_ptr<infer::MixedModel> m_mixed; // that was asked for last
    Planner m_planner;
};

} // namespace enlarger::app
