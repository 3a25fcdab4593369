// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/queue/job.h"

#include <QHash>
#include <QSqlQuery>
#include <QVariantList>

namespace enlarger::app {

// A job as a row of the table "jobs", version 1.

QString makeJobTable();
QString selectJobs(); // in their order
QString insertJob();  // or replace; takes valuesOf()
QVariantList valuesOf(const Job& job);

/// Makes jobs of rows. Equal settings are shared.
class JobRowReader
{
public:
    /// Of the row at which a query of selectJobs() stands. Nothing: it makes no sense.
    std::optional<Job> jobIn(const QSqlQuery& row);
    int unreadable() const { return m_unreadable; } // rows

private:
    JobSettingsPointer settingsOf(const QByteArray& text);

    QHash<QByteArray, JobSettingsPointer> m_settings;
    int m_unreadable = 0;
};

} // namespace enlarger::app
