// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/models/model_details.h"

#include "app/files/number_text.h"
#include "app/files/path_text.h"
#include "app/session/model_facts.h"

#include <QCoreApplication>
#include <QLocale>

namespace enlarger::app {

namespace {

QString tr(const char* text)
{
    return QCoreApplication::translate("ModelDetails", text);
}

} // namespace

QList<ModelDetail> detailsOf(const models::StoredModel& model)
{
    const cards::Card& card = model.card;
    QList<ModelDetail> details;
    const auto add = [&details](const char* label, const QString& text) {
        if (!text.isEmpty())
            details.append({tr(label), text});
    };
    add("Name", toText(card.name));
    QString licence = card.licence.empty() ? tr("not known") : toText(card.licence);
    if (isNonCommercial(card.licence))
        licence += tr("; not for commercial use");
    add("Licence", licence);
    add("Network", tr("%1, %2 parameters in %3")
                       .arg(toText(card.architecture), QLocale().toString(qlonglong(model.parameters)),
                            toText(model.storage)));
    add("Size", toText(bytesText(model.fileSize)));
    add("Figures", toText(card.figures));
    add("Trained on", toText(card.data));
    add("Recipe", toText(card.recipe));
    add("Training", toText(card.log));
    add("Source", toText(card.source));
    add("Made on", toText(card.created));
    add("File", toText(model.file));
    return details;
}

} // namespace enlarger::app
