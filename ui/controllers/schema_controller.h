// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/controllers/project_controller.h"
#include "ui/controllers/schema_backend.h"

namespace strandline::ui {

/// What is known of the schema of one environment.
struct SchemaState
{
    std::shared_ptr<const usecase::SchemaReading> reading; ///< null: never read
    std::optional<base::Error> error; ///< of the last attempt
    bool isReading = false;
};

/// Reads schemas for whoever looks at one, and keeps them until the history of the database moves on. The
/// Schema page, its dock and the Compare page are fed by it.
class SchemaController : public QObject
{
    Q_OBJECT

public:
    SchemaController(ProjectController& project, SchemaBackend& backend, QObject* parent = nullptr);
    ~SchemaController() override;

    SchemaState state(const QString& environment) const { return m_entries.value(environment).state; }
    /// Reads it unless it is known and nothing has run there since.
    void look(const QString& environment);
    void refresh(const QString& environment);
    void cancel(const QString& environment);
    const SchemaBackend& backend() const { return m_backend; }

Q_SIGNALS:
    void changed(const QString& environment);
    /// What was known is older than what ran there.
    void outdated(const QString& environment);

private:
    struct Entry
    {
        SchemaState state;
        base::CancelToken cancel;
        int question = 0;
        QByteArray historyMark; ///< what had run when it was asked
        bool isOutdated = false;
    };

    void forgetAll();
    void environmentRead(const QString& environment);
    void answered(const QString& environment, int question, base::Result<usecase::SchemaReading> answer);
    QByteArray historyMark(const QString& environment) const;

    ProjectController& m_project;
    SchemaBackend& m_backend;
    QHash<QString, Entry> m_entries;
    int m_lastQuestion = 0;
};

} // namespace strandline::ui
