// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/diff/rename_text.h"
#include "tests/unit/diff/diff_case.h"

#include <QSet>
#include <QTest>

using namespace strandline;
using tests::DiffCase;

Q_DECLARE_METATYPE(DiffCase)

class TestRenameQuestions : public QObject
{
    Q_OBJECT
private slots:
    void cases_data()
    {
        QTest::addColumn<DiffCase>("one");
        const auto cases = tests::readDiffCases(QStringLiteral("renames_*.json"));
        QVERIFY2(cases.has_value(), cases ? "" : qPrintable(cases.error().toText()));
        QVERIFY(cases->size() > 20);
        for (const DiffCase& one : *cases)
            QTest::newRow(qPrintable(one.about)) << one;
    }
    void cases()
    {
        QFETCH(DiffCase, one);
        const auto questions = diff::renameQuestions(one.from, one.to, one.renames, one.refused);
        QStringList texts;
        QSet<schema::ObjectId> from;
        QSet<schema::ObjectId> to;
        for (const diff::RenameQuestion& question : questions) {
            const auto text = diff::renameText({question.from, question.to}, one.from, one.to);
            texts.append(QStringLiteral("%1: %2").arg(text.display(), question.reason));
            QVERIFY(question.likeness > 0 && question.likeness <= 100);
            QVERIFY2(!from.contains(question.from) && !to.contains(question.to), "asked twice");
            from.insert(question.from);
            to.insert(question.to);
        }
        QCOMPARE(texts, one.texts("questions"));
    }
    /// Whoever answers everything with yes is not asked again about the same.
    void answersSettle_data() { cases_data(); }
    void answersSettle()
    {
        QFETCH(DiffCase, one);
        QList<diff::Rename> answered = one.renames;
        QList<diff::Rename> refused = one.refused;
        for (int round = 0; round < 4; ++round) {
            const auto questions = diff::renameQuestions(one.from, one.to, answered, refused);
            for (const auto& question : questions) {
                for (const diff::Rename& known : answered + refused)
                    QVERIFY(!(known.from == question.from && known.to == question.to));
                answered.append({question.from, question.to});
            }
        }
        QCOMPARE(diff::renameQuestions(one.from, one.to, answered, refused).size(), 0);
        for (const diff::RenameQuestion& question :
            diff::renameQuestions(one.from, one.to, one.renames, one.refused))
            refused.append({question.from, question.to});
        for (const auto& question : diff::renameQuestions(one.from, one.to, one.renames, refused)) {
            for (const diff::Rename& known : std::as_const(refused))
                QVERIFY(!(known.from == question.from && known.to == question.to));
        }
    }
};

QTEST_APPLESS_MAIN(TestRenameQuestions)
#include "tst_rename_questions.moc"
