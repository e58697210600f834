// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "tests/fault/fault_story.h"
#include "tests/fault/fault_tap.h"
#include "tests/support/live_database.h"

#include <QJsonObject>
#include <QProcessEnvironment>

#include <functional>

namespace strandline::fault {

/// What every case is compared with: an undisturbed run.
struct Undisturbed
{
    QList<QVariantList> schema;
    QList<QVariantList> data;
    int points = 0;
    QString problem; ///< empty: the run ended well
};

/// Makes things whole again before the program has its second chance.
struct Surroundings
{
    QMap<QString, QString> variables; ///< for the faulty program
    std::function<QString()> mend; ///< gives a problem, or nothing
};

struct CaseResult
{
    QString problem; ///< empty: everything was as promised
    QString journey; ///< "exit 6, mixed partial 2/3, resume": for the log
};

/// One database, one story, one fault, one further command.
class FaultCase
{
public:
    explicit FaultCase(sql::Dialect dialect);
    ~FaultCase();

    QString problem() const { return m_database.problem(); }
    Undisturbed runUndisturbed();
    CaseResult run(const Fault& fault, const Surroundings& surroundings, const Undisturbed& expected);

private:
    struct Answer
    {
        int exitCode = -1;
        bool crashed = false;
        QByteArray out;
        QByteArray err;
        QJsonObject json() const;
    };
    Answer call(
        const QString& program, const QStringList& arguments, const QMap<QString, QString>& variables) const;
    QList<QList<qint64>> effects(QString& problem) const;
    QString checkStates(const QJsonObject& status, QStringList& journey, bool& needsResume) const;
    QString checkClaim(const Answer& faulty) const;
    QString compare(const Undisturbed& expected) const;
    Undisturbed look() const;

    test::LiveDatabase m_database;
    test::TempProject m_project;
    QList<StoryMigration> m_story;
};

} // namespace strandline::fault
