// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/shell/file_notices.h"

#include "app/session/document_list.h"
#include "ui/shell/message_bar.h"

#include <QPointer>

namespace enlarger::ui {

FileNotices::FileNotices(app::DocumentList& documents, MessageBar& messages, QObject* parent)
    : QObject(parent)
    , m_documents(documents)
    , m_messages(messages)
{
    connect(&documents, &app::DocumentList::problemsFound, this,
            [this](const QStringList& sentences, const app::Document* about) {
                m_messages.showProblems(sentences, {}, about);
            });
    connect(&documents, &app::DocumentList::currentFileChanged, this, &FileNotices::sayChanged);
    connect(&documents, &app::DocumentList::currentChanged, this,
            [this](const app::Document* document) { m_messages.dismissUnlessAbout(document); });
    connect(&documents, &app::DocumentList::stateChanged, this, [this](const app::Document* document) {
        if (document->state() == app::Document::State::Ready && !document->hasChangedOnDisk())
            m_messages.dismissAbout(document);
    });
}

bool FileNotices::isShown(app::Document& document)
{
    if (!document.hasChangedOnDisk())
        return true;
    sayChanged(&document);
    return false;
}

void FileNotices::sayChanged(app::Document* document)
{
    std::error_code error;
    if (!std::filesystem::exists(document->file(), error)) {
        m_messages.showProblems({tr("%1 was moved or deleted. What is shown is what was read of it before.")
                                     .arg(document->name())},
                                {}, document);
        return;
    }
    const QPointer<app::Document> shown = document;
    m_messages.showProblems(
        {tr("%1 has changed on disk. What is shown is what was read of it before.").arg(document->name())},
        {tr("Read it again"),
         [this, shown] {
             if (shown)
                 m_documents.readAgain(shown);
         }},
        document);
}

} // namespace enlarger::ui
