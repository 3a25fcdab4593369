// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/finetune/photo_check.h"
#include "app/finetune/training_job.h"
#include "app/session/model_catalog.h"
#include "core/train/recipe/recipe.h"

#include <QObject>
#include <QString>
#include <QStringList>

#include <filesystem>
#include <memory>
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
    void
    addPhotos(const std::vector<std::filesystem::path>& photos); // those that are there already count once
    void setPhotos(std::vector<std::filesystem::path> photos);
    void clearPhotos();
    const PhotoCheck& check() const { return m_check; }

    /// The recipes that can be chosen, the most useful first.
    static std::vector<const train::Recipe*> recipes();
    const train::Recipe& recipe() const { return m_recipe; }
    void setRecipe(const std::string& name);

    QString from() const { return m_from; } // a model's name; empty: from nothing
    void setFrom(const QString& model);

    double minutes() const { return m_minutes; }
    void setMinutes(double minutes);

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
    bool isTraining() const { return m_isPlanning || (m_job && m_job->isRunning()); }
    bool isPlanning() const { return m_isPlanning; }

Q_SIGNALS:
    void changed();    // of what is to be trained
    void jobChanged(); // another job
    void noticeRaised(const QString& sentence);
    void problemFound(const QString& sentence);
    void finished(const QStringList& models); // that are in the store now

private:
    void plan(TrainingRequest request);
    void begin(Result<TrainingPlan> plan);
    void lookAtPhotos();
    QString freeName() const;

    ModelCatalog& m_catalog;
    DeviceQueue& m_queue;
    models::ModelStore m_store;
    std::vector<std::filesystem::path> m_photos;
    train::Recipe m_recipe;
    QString m_from;
    double m_minutes = 20.0;
    QString m_name;
    bool m_isNameChosen = false;
    bool m_isPlanning = false;
    PhotoCheck m_check;
    std::unique_ptr<TrainingJob> m_job;
};

} // namespace enlarger::app
