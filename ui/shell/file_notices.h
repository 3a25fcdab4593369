// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QObject>

namespace enlarger::app {
class Document;
class DocumentList;
} // namespace enlarger::app

namespace enlarger::ui {

class MessageBar;

/// Says in the message bar what became of the opened files: that they cannot be read, or are others now than
/// those that are shown. What is said of a photo goes when it is read, closed, or no longer the current one.
class FileNotices : public QObject
{
    Q_OBJECT

public:
    FileNotices(app::DocumentList& documents, MessageBar& messages, QObject* parent);

    /// Says so where the document's file is not what is shown. True: it is, and may be exported.
    bool isShown(app::Document& document);

private:
    void sayChanged(app::Document* document);

    app::DocumentList& m_documents;
    MessageBar& m_messages;
};

} // namespace enlarger::ui
