// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/session/document_list.h"

#include <QListView>

namespace enlarger::ui {

/// The opened photos as a strip of thumbnails; the current one is marked. Several can be selected, with Ctrl
/// and Shift as in a list of files. Delete closes what is selected, the middle button one; files stay.
class Filmstrip : public QListView
{
    Q_OBJECT

public:
    explicit Filmstrip(app::DocumentList& documents, QWidget* parent = nullptr);

    QSize sizeHint() const override;

    /// The photos that are selected, from top to bottom; at least the current one, where there is one.
    QList<app::Document*> selectedDocuments() const;

Q_SIGNALS:
    void selectedDocumentsChanged();

protected:
    void selectionChanged(const QItemSelection& selected, const QItemSelection& deselected) override;
    void keyPressEvent(QKeyEvent* event) override;
    void mouseReleaseEvent(QMouseEvent* event) override;

private:
    void closeSelected();

    app::DocumentList& m_documents;
    bool m_isRemoving = false; // which photo is current then, the list decides
};

} // namespace enlarger::ui
