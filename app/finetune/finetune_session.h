// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/finetune/calibration.h"
#include "app/finetune/photo_check.h"
#include "app/finetune/recipe_edit.h"
#include "app/finetune/sample_preview.h"
#include "app/finetune/training_job.h"
#include "app/session/model_catalog.h"
#include "core/train/recipe/recipe.h"

#include <QObject>
#include <QString>
#include <QStringList>

#include <filesystem>
#include <memory>
#include <utility>
#include <vector>

namespace enlarger::app {

/// What is to be trained, on what, for how long; and the training itself. Lives on the GUI thread.
class FineTuneSession : public QObject
{
    Q_OBJECT

public:
    FineTuneSession(ModelCatalog& catalog, DeviceQueue& queue,
                    models::ModelStore store = models::ModelStore(), QObject* parent = nullptr);
    ~FineTuneSession() override; // stops a training, and waits for its checkpoint

    // The photos: files, folders with their subfolders, packed files.
    const std::vector<std::filesystem::path>& photos() const { return m_photos; }
    bool isPacked() const; // a file of training data is among them
    void
    addPhotos(const std::vector<std::filesystem::path>& photos); // those that are there already count once
    void setPhotos(std::vector<std::filesystem::path> photos);
    void clearPhotos();
    /// Own small pictures to those photos, of a training that was taken up; empty: they are made.
    const std::filesystem::path& lrFolder() const { return m_lrFolder; }
    const PhotoCheck& check() const { return m_check; }

    /// The recipe as it is to be trained, with what the model and a person make of it.
    const train::Recipe& recipe() const { return m_edit.recipe(); }
    const RecipeEdit& settings() const { return m_edit; } // which fields were changed
    /// A built-in recipe as it is; what was changed is forgotten.
    void setRecipe(const std::string& name);
    /// That of a JSON file; changed() follows, or problemFound(). Read on a pool's thread.
    void loadRecipe(const std::filesystem::path& file);
    /// recipe() as JSON, as `--recipe` takes it; recipeSaved() follows, or problemFound(). In place of an
    /// existing file.
    void saveRecipe(const std::filesystem::path& file);
    /// As RecipeEdit::set(): an Error is the check's own sentence, and nothing was changed.
    Status setField(const std::string& field, const std::string& value);
    /// Several at once: the first that is refused ends it.
    Status setFields(const std::vector<std::pair<std::string, std::string>>& values);
    void resetField(const std::string& field);
    void resetFields();

    QString from() const { return m_from; } // a model's name; empty: from nothing
    void setFrom(const QString& model);
    /// Who learns by the recipe where a run begins with that model, and it is not the model itself, or gets
    /// softer by it: a sentence. Empty: nothing to say.
    QString learnerOf(const models::StoredModel& model) const;

    enum class Effort { Minutes, Steps };
    Effort effort() const { return m_effort; }
    void setEffort(Effort effort);
    double minutes() const { return m_minutes; }
    void setMinutes(double minutes);
    /// The recipe's; of one that counts in epochs those that come of the photos, 0: not known yet.
    std::int64_t steps() const;
    void setSteps(std::int64_t steps); // out of range: nothing happens

    SamplePreview& preview() { return m_preview; } // of the photos, by the recipe

    /// Says what it will take, by a few steps of it. Only where it could be started.
    bool canCalibrate() const;
    void calibrate(); // changed() follows
    void cancelCalibration();
    const Calibration& calibration() const { return m_calibration; }
    QString estimate() const; // a sentence on what was measured; empty: nothing was
    /// Lowers what does not fit into memory, as app::lowered() says.
    void lowerToFit();

    QString name() const { return m_name; } // of the model that is made
    void setName(const QString& name);      // empty: a free name made of the model's

    /// The photos, recipe, start and length of another training. A start that is not installed any more is
    /// left as it was, with a notice.
    void takeUp(const TrainingRequest& settings);

    /// Why it cannot be started now, in one sentence; empty: it can.
    QString obstacle() const;

    /// Plans and starts. jobChanged() follows, or problemFound() where there is nothing to begin.
    void start();
    /// Goes on with a run of the data folder, for so many minutes in all where given.
    void resumeRun(const QString& run, std::optional<double> minutes = {});

    TrainingJob* job() const { return m_job.get(); } // the last one; null: none yet
    bool isTraining() const { return isPlanning() || (m_job && m_job->isRunning()); }
    bool isPlanning() const { return m_isPlanning || m_startsAfterwards; }

Q_SIGNALS:
    void changed();    // of what is to be trained
    void jobChanged(); // another job
    void noticeRaised(const QString& sentence);
    void problemFound(const QString& sentence);
    void finished(const QStringList& models); // that are in the store now
    void recipeSaved(const QString& file);

private:
    void plan(TrainingRequest request);
    void begin(Result<TrainingPlan> plan, std::optional<train::DataReport> found);
    void lookAtPhotos();
    void lookAgain();
    /// After a change of the recipe; `before`: how samples were cut.
    void recipeChanged(const train::SampleOptions& before);
    void setStart();
    TrainingRequest request() const;
    train::DataReport found() const; // of the photos
    QString freeName() const;

    ModelCatalog& m_catalog;
    DeviceQueue& m_queue;
    models::ModelStore m_store;
    std::vector<std::filesystem::path> m_photos;
    std::filesystem::path m_lrFolder;
    RecipeEdit m_edit;
    QString m_from;
    Effort m_effort = Effort::Minutes;
    double m_minutes = 20.0;
    QString m_name;
    bool m_wasLoaded = false; // the catalog, once
    bool m_isNameChosen = false;
    bool m_isPlanning = false;
    bool m_startsAfterwards = false; // when the calibration has given up: both might not fit into memory
    PhotoCheck m_check;
    SamplePreview m_preview;
    Calibration m_calibration;
    std::unique_ptr<TrainingJob> m_job;
};

} // namespace enlarger::app
