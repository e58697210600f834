// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/delegates/state_glyphs.h"
#include "ui/delegates/state_palette.h"
#include "ui/text/state_words.h"

#include <QPainter>
#include <QPalette>
#include <QTest>

using namespace strandline;
using migration::MigrationFlag;
using migration::MigrationState;

/// G05 for the colours of states, flags and tiers, and: no two states look the same without colour.
class StatePaletteTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void textContrast_data();
    void textContrast();
    void tiersCarryWhiteText();
    void shapesDifferWithoutColour();
    void wordsDiffer();
};

namespace {

constexpr MigrationState kStates[] = {MigrationState::Applied, MigrationState::Pending,
    MigrationState::Running, MigrationState::Failed, MigrationState::Partial, MigrationState::RolledBack,
    MigrationState::Missing, MigrationState::Future, MigrationState::Skipped, MigrationState::Baseline};
constexpr MigrationFlag kFlags[] = {MigrationFlag::Changed, MigrationFlag::ChangedCosmetic,
    MigrationFlag::OutOfOrder, MigrationFlag::Irreversible, MigrationFlag::DataLoss,
    MigrationFlag::DownDataLoss, MigrationFlag::NoTransaction, MigrationFlag::Repeatable,
    MigrationFlag::Unsaved};

QImage drawn(MigrationState state, bool compared)
{
    QImage image(64, 64, QImage::Format_RGB32);
    image.fill(Qt::white);
    QPainter painter(&image);
    ui::paintStateGlyph(painter, image.rect(), {state, compared}, Qt::black, Qt::white);
    painter.end();
    return image;
}

double difference(const QImage& a, const QImage& b)
{
    int different = 0;
    for (int y = 0; y < a.height(); ++y) {
        for (int x = 0; x < a.width(); ++x)
            different += std::abs(qGray(a.pixel(x, y)) - qGray(b.pixel(x, y))) > 96;
    }
    return 100.0 * different / (a.width() * a.height());
}

} // namespace

void StatePaletteTest::textContrast_data()
{
    QTest::addColumn<int>("kind");
    QTest::newRow("light") << int(ui::ThemeKind::Light);
    QTest::newRow("dark") << int(ui::ThemeKind::Dark);
    QTest::newRow("high contrast") << int(ui::ThemeKind::HighContrast);
}

void StatePaletteTest::textContrast()
{
    QFETCH(int, kind);
    const QPalette palette = ui::paletteFor(ui::ThemeKind(kind));
    QCOMPARE(int(ui::schemeOf(palette)), kind);
    QList<std::pair<QString, QColor>> inks {{QStringLiteral("muted text"), ui::mutedText(palette)}};
    for (const MigrationState state : kStates)
        inks.append({ui::stateWord(state), ui::stateColour(state, palette)});
    for (const MigrationFlag flag : kFlags)
        inks.append({ui::flagBadge(flag), ui::flagColour(flag, palette)});
    for (const auto& [name, ink] : inks) {
        for (const QPalette::ColorRole paper : {QPalette::Base, QPalette::AlternateBase, QPalette::Window}) {
            const double ratio = ui::contrastRatio(ink, palette.color(paper));
            QVERIFY2(ratio >= 4.5,
                qPrintable(
                    QStringLiteral("%1 on role %2: %3").arg(name).arg(int(paper)).arg(ratio, 0, 'f', 2)));
            // Badges lie on a 9 % tint of their own colour.
            const QColor base = palette.color(paper);
            const QColor tinted = QColor::fromRgbF(float(base.redF() * 0.91 + ink.redF() * 0.09),
                float(base.greenF() * 0.91 + ink.greenF() * 0.09),
                float(base.blueF() * 0.91 + ink.blueF() * 0.09));
            QVERIFY2(ui::contrastRatio(ink, tinted) >= 3.9, qPrintable(name));
        }
    }
    QVERIFY(ui::contrastRatio(palette.color(QPalette::Highlight), palette.color(QPalette::HighlightedText))
        >= 4.5);
}

void StatePaletteTest::tiersCarryWhiteText()
{
    QSet<QString> characters;
    for (const project::Tier tier : {project::Tier::Development, project::Tier::Test, project::Tier::Staging,
             project::Tier::Production, project::Tier::Custom}) {
        QVERIFY(ui::contrastRatio(ui::tierFill(tier), Qt::white) >= 6.0);
        characters.insert(ui::tierCharacter(tier));
    }
    QCOMPARE(characters.size(), 5);
}

void StatePaletteTest::shapesDifferWithoutColour()
{
    QList<std::pair<QString, QImage>> glyphs {
        {QStringLiteral("not compared"), drawn(MigrationState::Pending, false)}};
    for (const MigrationState state : kStates)
        glyphs.append({ui::stateWord(state), drawn(state, true)});
    QImage blank(64, 64, QImage::Format_RGB32);
    blank.fill(Qt::white);
    for (int i = 0; i < glyphs.size(); ++i) {
        QVERIFY2(difference(glyphs[i].second, blank) > 3.0, qPrintable(glyphs[i].first));
        for (int j = i + 1; j < glyphs.size(); ++j) {
            const double percent = difference(glyphs[i].second, glyphs[j].second);
            QVERIFY2(percent > 1.5,
                qPrintable(QStringLiteral("%1 and %2 differ in %3 % of their pixels")
                               .arg(glyphs[i].first, glyphs[j].first)
                               .arg(percent, 0, 'f', 1)));
        }
    }
}

void StatePaletteTest::wordsDiffer()
{
    QSet<QString> words;
    for (const MigrationState state : kStates)
        words.insert(ui::stateWord(state));
    QCOMPARE(words.size(), int(std::size(kStates)));
    QSet<QString> badges;
    QSet<QString> glyphs;
    for (const MigrationFlag flag : kFlags) {
        badges.insert(ui::flagBadge(flag));
        glyphs.insert(ui::flagGlyph(flag));
        QVERIFY(ui::flagExplanation(flag).endsWith(QLatin1Char('.')));
    }
    QCOMPARE(badges.size(), int(std::size(kFlags)));
    QCOMPARE(glyphs.size(), int(std::size(kFlags)));
}

QTEST_MAIN(StatePaletteTest)
#include "tst_state_palette.moc"
