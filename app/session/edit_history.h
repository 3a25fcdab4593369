// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/session/enlarge_session.h"

#include <QElapsedTimer>
#include <QObject>
#include <QPointer>

#include <chrono>
#include <vector>

namespace enlarger::app {

/// Undo and redo of what a person does to the result: turn and crop of each photo, and how photos are
/// enlarged. It watches documents and session, whoever changes them, and takes quick changes of one thing (a
/// slider that is dragged) for one step.
class EditHistory : public QObject
{
    Q_OBJECT

public:
    enum class Group { Model, Size, Detail, Device, Crop, All }; // of the page: where a change is seen
    Q_ENUM(Group)

    EditHistory(DocumentList& documents, ModelCatalog& catalog, EnlargeSession& session,
                QObject* parent = nullptr);

    QString undoText() const { return textAt(nextUndo()); } // "strength"; empty: nothing to undo
    QString redoText() const { return textAt(nextRedo()); }
    /// moved() follows. A photo whose crop changes becomes the current one; steps of closed photos are passed
    /// over.
    void undo();
    void redo();
    /// The current photo's turn and crop, and everything about the enlargement, as at a first start; one
    /// step.
    void resetAll();

    /// Changes of one thing that follow each other more quickly than this are one step; at first a second.
    void setPause(std::chrono::milliseconds pause) { m_pause = pause; }

    /// A model has another name now: its steps go on with that.
    void followRenaming(const QString& model, const QString& newName);

Q_SIGNALS:
    void changed();                                                           // undoText() or redoText()
    void moved(enlarger::app::EditHistory::Group group, const QString& text); // by undo() or redo()

private:
    struct Framing // of the step's document
    {
        image::Turn turn;
        std::optional<image::PixelRect> crop;
        int page = 1; // of its file
        bool operator==(const Framing&) const = default;
    };
    struct State
    {
        EnlargeChoices choices;
        Framing framing;
    };
    struct Step
    {
        Group group = Group::All;
        QString text;
        State before;
        State after;
        QPointer<Document> document; // whose framing changes
        bool hasFraming = false;
    };
    void watch(Document* document);
    void onSessionChanged();
    void onCropChanged();
    static Framing framingOf(const Document& document)
    {
        return {document.turn(), document.crop(), document.choice().page};
    }
    void setFraming(Document& document, const Framing& framing);
    void push(Step step);
    bool isVoid(const Step& step) const; // there is nothing any more that it could change
    void move(std::size_t index, bool isUndo);
    State present() const;
    /// A number of m_steps; m_steps.size(): there is none.
    std::size_t nextUndo() const;
    std::size_t nextRedo() const;
    QString textAt(std::size_t step) const;

    DocumentList& m_documents;
    ModelCatalog& m_catalog;
    EnlargeSession& m_session;
    QPointer<Document> m_watched;
    State m_known;                     // as of the last step
    std::optional<Framing> m_expected; // what the watched photo is being read again for
    std::vector<Step> m_steps;
    std::size_t m_done = 0; // of m_steps; those behind can be redone
    bool m_isMoving = false;
    bool m_hadModels = false; // when it looked last: before, nobody has chosen
    std::chrono::milliseconds m_pause{1000};
    QElapsedTimer m_sinceLast; // invalid: the last step takes nothing more
};

} // namespace enlarger::app
