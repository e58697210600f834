// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/schema/health.h"
#include "core/sql/statement_splitter.h"
#include "tests/unit/diff/diff_case.h"

#include <QJsonArray>
#include <QTest>

using namespace strandline;
using tests::DiffCase;

Q_DECLARE_METATYPE(DiffCase)

namespace {

schema::LiveFacts factsFrom(const QJsonObject& json)
{
    schema::LiveFacts facts;
    const auto name = [](const QJsonValue& text) { return schema::ObjectName {{}, text.toString()}; };
    for (const QJsonValue& value : json.value(QStringLiteral("counters")).toArray()) {
        const QJsonObject counter = value.toObject();
        facts.counters.append({name(counter.value(QStringLiteral("sequence"))),
            name(counter.value(QStringLiteral("table"))), counter.value(QStringLiteral("last")).toString()});
    }
    for (const QJsonValue& value : json.value(QStringLiteral("checks")).toArray()) {
        const QJsonObject check = value.toObject();
        facts.failedChecks.append({check.value(QStringLiteral("check")).toString(),
            name(check.value(QStringLiteral("table"))), check.value(QStringLiteral("detail")).toString()});
    }
    const QJsonObject rows = json.value(QStringLiteral("rows")).toObject();
    for (auto it = rows.begin(); it != rows.end(); ++it)
        facts.rows.insert({{}, it.key()}, qint64(it->toDouble()));
    return facts;
}

} // namespace

class TestSchemaHealth : public QObject
{
    Q_OBJECT
private slots:
    void cases_data()
    {
        QTest::addColumn<DiffCase>("one");
        const auto cases = tests::readDiffCases(QStringLiteral("health_*.json"));
        QVERIFY2(cases.has_value(), cases ? "" : qPrintable(cases.error().toText()));
        QVERIFY(cases->size() > 15);
        for (const DiffCase& one : *cases)
            QTest::newRow(qPrintable(one.about)) << one;
    }
    void cases()
    {
        QFETCH(DiffCase, one);
        const auto findings =
            schema::health(one.from, factsFrom(one.json.value(QStringLiteral("facts")).toObject()));
        QStringList texts;
        for (const schema::HealthFinding& finding : findings) {
            texts.append(QStringLiteral("%1 | %2 | %3")
                             .arg(finding.id, finding.object.display(), finding.repair.trimmed()));
            QVERIFY2(finding.sentence.endsWith(u'.') || finding.sentence.endsWith(u'"'),
                qPrintable(finding.sentence));
            for (const QString& script : {finding.repair, finding.undo}) {
                const QByteArray bytes = script.toUtf8();
                const auto split = sql::split(bytes, one.from.dialect);
                QVERIFY2(split.problems.isEmpty(), bytes.constData());
                QVERIFY2(split.statements.empty() == script.isEmpty(), bytes.constData());
            }
        }
        QCOMPARE(texts, one.texts("health"));
    }
};

QTEST_APPLESS_MAIN(TestSchemaHealth)
#include "tst_schema_health.moc"
