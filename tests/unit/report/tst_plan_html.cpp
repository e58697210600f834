// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/digest.h"
#include "core/planner/plan_builder.h"
#include "core/report/log_script.h"
#include "core/report/plan_html.h"
#include "core/sql/statement_splitter.h"

#include <QRegularExpression>
#include <QTest>

using namespace strandline;

namespace {

report::PlanPage pageOf(const QByteArray& script)
{
    report::PlanPage page;
    page.environment = QStringLiteral("<prod> & \"co\"");
    page.tier = project::Tier::Production;
    page.tierName = QStringLiteral("Production");
    page.database = QStringLiteral("shop on <b>db1</b>");
    page.sentence = QStringLiteral("1 migration will run.");
    page.readAt = QDateTime(QDate(2026, 11, 20), QTime(9, 0), Qt::UTC);
    page.programVersion = QStringLiteral("0.1.0");
    page.plan.dialect = sql::Dialect::PostgreSql;
    migration::PlanStep step;
    step.version = QStringLiteral("0043");
    step.name = QStringLiteral("x</summary><script>alert(1)</script>");
    step.script.path = QStringLiteral("migrations/0043.up.sql");
    step.script.bytes = script;
    step.statementCount = int(sql::split(script, page.plan.dialect).statements.size());
    step.segments = planner::segmentsOf(step.script, page.plan.dialect);
    page.plan.steps = {step};
    page.checks = {{QStringLiteral("block"), QStringLiteral("Lock"), QStringLiteral("“<i>” holds it."),
        {QStringLiteral("pid <4711>")}}};
    return page;
}

} // namespace

class PlanHtmlTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void standsByItself();
    void nothingOfTheUserIsMarkup();
    void hidesNothing();
    void longOnesAreCut();
    void emptyPlan();
    void logBecomesAScript();
};

void PlanHtmlTest::standsByItself()
{
    const QString html = report::planToHtml(pageOf("SELECT 1;\nCREATE INDEX CONCURRENTLY i ON t (a);\n"));
    QVERIFY(html.startsWith(QStringLiteral("<!DOCTYPE html>")));
    for (const char* there : {"charset=\"utf-8\"", "prefers-color-scheme: dark", "@media print",
             "class=\"segment alone\"", "SELECT 1", "⬣ blocks", "0.1.0", "2026-11-20T"})
        QVERIFY2(html.contains(QString::fromUtf8(there)), there);
    // With its offset, so that nobody has to guess whose nine o'clock it was.
    QVERIFY(html.contains(
        QRegularExpression(QStringLiteral("2026-11-2\\dT\\d\\d:\\d\\d:\\d\\d(Z|[+-]\\d\\d:\\d\\d)"))));
    for (const char* outside : {"<script", "src=", "href=", "@import", "url("})
        QVERIFY2(!html.contains(QLatin1String(outside)), outside);
    for (const char* element :
        {"details", "div", "table", "tr", "td", "ul", "li", "pre", "p", "span", "summary"}) {
        const QString name = QLatin1String(element);
        QCOMPARE(html.count(QRegularExpression(QStringLiteral("<%1[ >]").arg(name))),
            html.count(QStringLiteral("</%1>").arg(name)));
    }
}

void PlanHtmlTest::nothingOfTheUserIsMarkup()
{
    const QString html = report::planToHtml(pageOf("SELECT '</pre><script>alert(1)</script>' AS \"a&b\";\n"));
    QVERIFY(!html.contains(QStringLiteral("<script")));
    QVERIFY(!html.contains(QStringLiteral("<b>db1")));
    QVERIFY(!html.contains(QStringLiteral("<i>")));
    QVERIFY(html.contains(QStringLiteral("&lt;/pre&gt;&lt;script&gt;")));
    QVERIFY(html.contains(QStringLiteral("&lt;prod&gt; &amp; &quot;co&quot;")));
}

/// A sign that turns the direction of reading makes a statement look like another one.
void PlanHtmlTest::hidesNothing()
{
    const QString html = report::planToHtml(pageOf(QStringLiteral("SELECT '\u202Etxet';\n").toUtf8()));
    QVERIFY(!html.contains(QChar(0x202e)));
    QVERIFY(html.contains(QChar(QChar::ReplacementCharacter)));
}

void PlanHtmlTest::longOnesAreCut()
{
    const QString html = report::planToHtml(
        pageOf("SELECT '" + QByteArray(200000, 'x') + "';\n" + QByteArray("SELECT 1;\n").repeated(3000)));
    QVERIFY(html.size() < 300000);
    QVERIFY(html.contains(QStringLiteral("bytes more")));
    QVERIFY(html.contains(QStringLiteral("2001 statements more are not shown.")));
}

void PlanHtmlTest::emptyPlan()
{
    report::PlanPage page = pageOf("SELECT 1;");
    page.plan.steps.clear();
    page.checks.clear();
    page.sentence = QStringLiteral("Nothing to do.");
    const QString html = report::planToHtml(page);
    QVERIFY(html.contains(QStringLiteral("Nothing to do.")));
    QVERIFY(!html.contains(QStringLiteral("<h2>")));
}

void PlanHtmlTest::logBecomesAScript()
{
    const QByteArray script = "CREATE TABLE t (id int);\nCREATE ROLE a PASSWORD 'geheim';\nSELECT 3;\n";
    using migration::EventKind;
    const auto event = [&script](EventKind kind, int statement, const QByteArray& sha256) {
        report::LogLine line;
        line.environment = QStringLiteral("prod\n; DROP TABLE x");
        line.event.at = QDateTime(QDate(2026, 11, 20), QTime(9, 0), Qt::UTC);
        line.event.kind = kind;
        line.event.version = QStringLiteral("0043");
        line.event.name = QStringLiteral("role");
        line.event.direction = QStringLiteral("up");
        line.event.statement = statement;
        line.event.sha256 = sha256;
        return line;
    };
    const QByteArray first = base::sha256Hex("CREATE TABLE t (id int)");
    const QByteArray second = base::sha256Hex("CREATE ROLE a PASSWORD 'geheim'");
    const QString text = report::logAsScript(
        {event(EventKind::Planned, 0, {}), event(EventKind::StatementStarted, 1, first),
            event(EventKind::StatementDone, 1, first), event(EventKind::StatementDone, 2, second),
            event(EventKind::Failed, 3, base::sha256Hex("SELECT 4"))},
        sql::Dialect::PostgreSql, [&script](const migration::LogEvent&) { return script; });
    QCOMPARE(text,
        QStringLiteral("-- 2026-11-20T09:00:00Z, prod ; DROP TABLE x, 0043_role up, statement 1, done\n"
                       "CREATE TABLE t (id int);\n"
                       "\n"
                       "-- 2026-11-20T09:00:00Z, prod ; DROP TABLE x, 0043_role up, statement 2, done\n"
                       "CREATE ROLE a PASSWORD '***';\n"
                       "\n"
                       "-- 2026-11-20T09:00:00Z, prod ; DROP TABLE x, 0043_role up, statement 3, failed\n"
                       "-- The text that ran is not at hand.\n"));
    QVERIFY(report::logAsScript({event(EventKind::Planned, 0, {})}, sql::Dialect::Sqlite, {}).isEmpty());
}

QTEST_GUILESS_MAIN(PlanHtmlTest)
#include "tst_plan_html.moc"
