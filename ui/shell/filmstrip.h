// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/session/document_list.h"

#include <QListView>

namespace enlarger::ui {

/// The opened photos as a strip of thumbnails; the current one is marked. Delete or the middle button closes
/// one; the file stays.
class Filmstrip : public QListView
{
    Q_OBJECT

public:
    explicit Filmstrip(app::DocumentList& documents, QWidget* parent = nullptr);

    QSize sizeHint() const override;

protected:
    void keyPressEvent(QKeyEvent* event) override;
    void mouseReleaseEvent(QMouseEvent* event) override;

private:
    app::DocumentList& m_documents;
};

} // namespace enlarger::ui
