// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/session/document_list.h"
#include "app/session/file_conditions.h"
#include "ui/shell/thumbnail_delegate.h"

#include <QListView>
#include <QSet>

namespace enlarger::ui {

/// The opened photos as a strip of thumbnails, which grow with its width; the current one is marked. Several
/// can be selected, with Ctrl and Shift as in a list of files, and dragged into other programs. Delete closes
/// what is selected, the middle button one; files stay.
class Filmstrip : public QListView
{
    Q_OBJECT

public:
    explicit Filmstrip(app::DocumentList& documents, QWidget* parent = nullptr);

    QSize sizeHint() const override;

    /// The photos that are selected, from top to bottom; at least the current one, where there is one.
    QList<app::Document*> selectedDocuments() const;

    void setExported(const app::Document& document); // a result was written of it
    QList<PhotoBadge> badgesOf(const app::Document& document) const;
    void checkFiles() { m_conditions.check(); }

Q_SIGNALS:
    void selectedDocumentsChanged();
    // From the menu of a thumbnail, which opens without making its photo the current one.
    void exportRequested(const QList<enlarger::app::Document*>& documents);
    void compareRequested(enlarger::app::Document* document); // null: no more
    void folderRequested(enlarger::app::Document* document);

protected:
    void selectionChanged(const QItemSelection& selected, const QItemSelection& deselected) override;
    void keyPressEvent(QKeyEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;
    void mouseReleaseEvent(QMouseEvent* event) override;
    void contextMenuEvent(QContextMenuEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;
    bool viewportEvent(QEvent* event) override;

private:
    void closeAll(const QList<app::Document*>& documents);
    void follow(); // the current photo of the list
    void fillMenu(QMenu& menu, app::Document* document);

    app::DocumentList& m_documents;
    app::FileConditions m_conditions;
    QSet<const app::Document*> m_exported;
    bool m_isRemoving = false; // which photo is current then, the list decides
};

} // namespace enlarger::ui
