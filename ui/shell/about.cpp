// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/shell/about.h"

#include "app/files/version_text.h"
#include "app/session/model_catalog.h"

#include <QDialog>
#include <QDialogButtonBox>
#include <QTextBrowser>
#include <QVBoxLayout>

namespace enlarger::ui {

namespace {

QString tr(const char* text)
{
    return QObject::tr(text);
}

QString row(const QString& left, const QString& right)
{
    return QStringLiteral("<tr><td>%1&nbsp;&nbsp;&nbsp;</td><td>%2</td></tr>")
        .arg(left.toHtmlEscaped(), right.toHtmlEscaped());
}

} // namespace

QString aboutText(const app::ModelCatalog& catalog)
{
    QString text;
    const QStringList version = app::versionText().split(QLatin1Char('\n'));
    text += QStringLiteral("<h2>%1</h2>").arg(version.constFirst().toHtmlEscaped());
    text += QStringLiteral("<p>%1</p>")
                .arg(tr("Free software under the GNU General Public License, version 3 or later. Made with "
                        "%1, each under its own licence.")
                         .arg(app::libraryVersionText())
                         .toHtmlEscaped());
    text += QStringLiteral("<h3>%1</h3><table>").arg(tr("Licences of the models"));
    for (const models::StoredModel& model : catalog.models())
        text +=
            row(app::titleOf(model),
                model.card.licence.empty() ? tr("not known") : QString::fromStdString(model.card.licence));
    return text + QStringLiteral("</table>");
}

void showAbout(const app::ModelCatalog& catalog, QWidget* parent)
{
    QDialog dialog(parent);
    dialog.setWindowTitle(tr("About Enlarger"));
    auto* text = new QTextBrowser;
    text->setHtml(aboutText(catalog));
    text->setFrameShape(QFrame::NoFrame);
    text->setAccessibleName(dialog.windowTitle());
    auto* buttons = new QDialogButtonBox(QDialogButtonBox::Close);
    QObject::connect(buttons, &QDialogButtonBox::rejected, &dialog, &QDialog::accept);
    auto* layout = new QVBoxLayout(&dialog);
    layout->addWidget(text);
    layout->addWidget(buttons);
    dialog.resize(520, 480);
    dialog.exec();
}

} // namespace enlarger::ui
