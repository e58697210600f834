// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/usecase/check_syntax.h"

#include "core/usecase/script_stream.h"

#include <vector>

namespace strandline::usecase {

namespace {

constexpr int kMaxErrors = 20;
/// A large script is millions of rows in mostly the same form: what the first of them do not show, the rest
/// rarely does, and a round trip for each would take longer than running them.
constexpr int kOfLargeScript = 1000;

/// From the statement's own lines to those of the file.
base::Error inFile(
    base::Error error, const migration::Script& script, const sql::StreamedStatement& statement)
{
    const int line = error.position.line;
    error.position.file = script.path;
    error.position.statement = statement.number;
    if (line <= 1)
        error.position.column = statement.column + std::max(0, error.position.column - 1);
    error.position.line = statement.line + std::max(0, line - 1);
    return error;
}

/// Statements on their way to the engine. They go there in groups: a round trip for each would be most of the
/// time that a thousand small migrations need.
class SyntaxCheck
{
public:
    SyntaxCheck(db::Connection& connection, SyntaxReport& report)
        : m_connection(connection)
        , m_report(report)
    { }

    bool isEnough() const { return m_report.errors.size() >= kMaxErrors; }
    base::Result<void> add(const migration::Script& script, const sql::StreamedStatement& statement);
    void addUnreadable(const migration::Script& script, base::Error error);
    base::Result<void> flush();

private:
    struct Place
    {
        const migration::Script& script;
        sql::StreamedStatement statement; ///< without its text
    };
    db::Connection& m_connection;
    SyntaxReport& m_report;
    QList<QByteArray> m_texts;
    std::vector<Place> m_places;
    qsizetype m_bytes = 0;
};

base::Result<void> SyntaxCheck::add(const migration::Script& script, const sql::StreamedStatement& statement)
{
    constexpr qsizetype enough = 64;
    constexpr qsizetype enoughBytes = 128 * 1024;
    QByteArray text = statement.text;
    // What stands for the condition of a batch is no SQL; any condition in its place is.
    if (!script.directives.batches.isEmpty())
        text.replace("{batch}", "(1 = 1)");
    if (m_bytes + text.size() > enoughBytes) {
        if (const auto done = flush(); !done)
            return done;
    }
    m_bytes += text.size();
    m_texts.append(text);
    m_places.push_back({script, statement});
    m_places.back().statement.text.clear();
    return m_texts.size() < enough ? base::Result<void> {} : flush();
}

void SyntaxCheck::addUnreadable(const migration::Script& script, base::Error error)
{
    error.position.file = script.path;
    m_report.errors.append(error);
}

base::Result<void> SyntaxCheck::flush()
{
    if (m_texts.isEmpty())
        return {};
    const auto answers = m_connection.checkSyntaxOfEach(m_texts);
    if (!answers)
        return base::forward(answers);
    for (qsizetype i = 0; i < answers->size() && !isEnough(); ++i) {
        const base::Result<bool>& answer = answers->at(i);
        const Place& place = m_places.at(std::size_t(i));
        if (answer)
            ++(*answer ? m_report.checked : m_report.unchecked);
        else
            m_report.errors.append(inFile(answer.error(), place.script, place.statement));
    }
    m_texts.clear();
    m_places.clear();
    m_bytes = 0;
    return {};
}

base::Result<void> checkScript(
    SyntaxCheck& check, const migration::PlanStep& step, sql::Dialect dialect, SyntaxReport& report)
{
    sql::StatementStream stream = streamOf(step.script, dialect);
    int ofThis = 0;
    while (!check.isEnough()) {
        if (step.script.isLarge && ofThis == kOfLargeScript) {
            ++report.largeScripts;
            return {};
        }
        auto statement = stream.next();
        if (!statement) {
            if (const auto done = check.flush(); !done)
                return done;
            check.addUnreadable(step.script, statement.error());
            return {};
        }
        if (!*statement)
            return {};
        if ((*statement)->number < step.firstStatement)
            continue;
        ++ofThis;
        if (const auto done = check.add(step.script, **statement); !done)
            return done;
    }
    return {};
}

} // namespace

base::Result<SyntaxReport> checkSyntax(
    db::Connection& connection, const migration::Plan& plan, const base::JobContext& context)
{
    SyntaxReport report;
    SyntaxCheck check(connection, report);
    for (qsizetype place = 0; place < plan.steps.size(); ++place) {
        const migration::PlanStep& step = plan.steps.at(place);
        context.report({QStringLiteral("Checking syntax"), place, plan.steps.size(), step.id()});
        if (const auto done = checkScript(check, step, plan.dialect, report); !done)
            return base::forward(done);
    }
    if (const auto done = check.flush(); !done)
        return base::forward(done);
    return report;
}

} // namespace strandline::usecase
