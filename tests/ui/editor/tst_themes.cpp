// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/theme/editor_theme.h"
#include "ui/theme/icons.h"
#include "ui/theme/theme.h"
#ifdef STRANDLINE_HAVE_KSYNTAX
#include <KSyntaxHighlighting/Definition>
#include <KSyntaxHighlighting/Format>
#include <KSyntaxHighlighting/Repository>
#include <KSyntaxHighlighting/Theme>
#endif

#include <QApplication>
#include <QImage>
#include <QPainter>
#include <QTest>

using namespace strandline::ui;

Q_DECLARE_METATYPE(strandline::ui::ThemeKind)

namespace {

constexpr double readable = 4.5;

const ThemeKind kinds[] = {ThemeKind::Light, ThemeKind::Dark, ThemeKind::HighContrast};

/// Every ground that script text is painted on.
QList<QPair<QString, QColor>> grounds(const EditorTheme& theme)
{
    return {{QStringLiteral("background"), theme.background}, {QStringLiteral("added"), theme.added},
        {QStringLiteral("removed"), theme.removed}, {QStringLiteral("changed"), theme.changed},
        {QStringLiteral("current line"), theme.currentLine}, {QStringLiteral("error line"), theme.errorLine},
        {QStringLiteral("pair line"), theme.pairLine}, {QStringLiteral("search hit"), theme.searchHit},
        {QStringLiteral("selection"), theme.selection}};
}

QString complaint(const QString& what, const QString& ground, const QColor& ink, const QColor& paper)
{
    return QStringLiteral("%1 %2 on %3 %4: %5")
        .arg(what, ink.name(), ground, paper.name())
        .arg(contrastRatio(ink, paper), 0, 'f', 2);
}

} // namespace

class TestThemes : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void contrastIsThatOfWcag()
    {
        QCOMPARE(contrastRatio(Qt::black, Qt::white), 21.0);
        QCOMPARE(contrastRatio(Qt::white, Qt::white), 1.0);
        QVERIFY(qAbs(contrastRatio(QColor(0x77, 0x77, 0x77), Qt::white) - 4.48) < 0.01);
    }

    void everyStyleOfTheThemesIsReadable()
    {
        QStringList failures;
        for (const ThemeKind kind : kinds) {
            const auto theme = loadEditorTheme(kind);
            QVERIFY2(theme.has_value(), theme ? "" : qPrintable(theme.error().toText()));
            QCOMPARE(theme->styles.size(), 31);
            for (auto it = theme->styles.begin(); it != theme->styles.end(); ++it) {
                for (const auto& [name, paper] : grounds(*theme)) {
                    if (contrastRatio(it->ink, paper) < readable)
                        failures << complaint(
                            theme->name + QLatin1Char(' ') + it.key(), name, it->ink, paper);
                }
            }
            for (const QColor& ink : {theme->lineNumber, theme->lineNumberCurrent, theme->marginStatement}) {
                if (contrastRatio(ink, theme->marginBackground) < readable)
                    failures << complaint(
                        theme->name, QStringLiteral("margin"), ink, theme->marginBackground);
            }
            if (contrastRatio(theme->addedInk, theme->added) < readable)
                failures << complaint(
                    theme->name, QStringLiteral("added mark"), theme->addedInk, theme->added);
            if (contrastRatio(theme->removedInk, theme->removed) < readable)
                failures << complaint(
                    theme->name, QStringLiteral("removed mark"), theme->removedInk, theme->removed);
            if (contrastRatio(theme->changedInk, theme->changed) < readable)
                failures << complaint(
                    theme->name, QStringLiteral("changed mark"), theme->changedInk, theme->changed);
        }
        QVERIFY2(failures.isEmpty(), qPrintable(failures.join(QLatin1Char('\n'))));
    }

#ifdef STRANDLINE_HAVE_KSYNTAX
    /// Definitions may override a theme's colours; this asks each format what it would really be painted in.
    void everyFormatOfTheSqlDefinitionsIsReadable()
    {
        KSyntaxHighlighting::Repository repository;
        repository.addCustomSearchPath(QStringLiteral(":/strandline"));
        QStringList failures;
        int formats = 0;
        for (const ThemeKind kind : kinds) {
            const auto theme = loadEditorTheme(kind);
            const auto colours = repository.theme(theme->name);
            QVERIFY2(colours.isValid(), qPrintable(theme->name));
            for (const char* name : {"SQL (PostgreSQL)", "SQL (MySQL)", "SQL (SQLite)"}) {
                const auto definition = repository.definitionForName(QLatin1String(name));
                QVERIFY2(definition.isValid(), name);
                auto all = definition.formats();
                for (const auto& included : definition.includedDefinitions())
                    all += included.formats();
                QVERIFY(all.size() > 5);
                for (const auto& format : all) {
                    ++formats;
                    const QColor ink = format.textColor(colours);
                    const QString what = theme->name + QStringLiteral(", ") + QLatin1String(name)
                        + QStringLiteral(", ") + format.name();
                    if (format.hasBackgroundColor(colours)) {
                        const QColor paper = format.backgroundColor(colours);
                        if (contrastRatio(ink, paper) < readable)
                            failures << complaint(what, QStringLiteral("own background"), ink, paper);
                        continue;
                    }
                    for (const auto& [ground, paper] : grounds(*theme)) {
                        if (contrastRatio(ink, paper) < readable)
                            failures << complaint(what, ground, ink, paper);
                    }
                }
            }
        }
        qInfo("%d formats looked at", formats);
        QVERIFY2(failures.isEmpty(), qPrintable(failures.join(QLatin1Char('\n'))));
    }
#endif

    void everyPaletteIsReadable()
    {
        QStringList failures;
        for (const ThemeKind kind : kinds) {
            const QPalette palette = paletteFor(kind);
            const QList<QPair<QPalette::ColorRole, QPalette::ColorRole>> pairs {
                {QPalette::WindowText, QPalette::Window}, {QPalette::Text, QPalette::Base},
                {QPalette::Text, QPalette::AlternateBase}, {QPalette::ButtonText, QPalette::Button},
                {QPalette::HighlightedText, QPalette::Highlight}, {QPalette::Link, QPalette::Base},
                {QPalette::Link, QPalette::Window}, {QPalette::LinkVisited, QPalette::Base},
                {QPalette::PlaceholderText, QPalette::Base}, {QPalette::ToolTipText, QPalette::ToolTipBase}};
            for (const auto& [ink, paper] : pairs) {
                const QColor a = palette.color(ink);
                const QColor b = palette.color(paper);
                if (contrastRatio(a, b) < readable)
                    failures << complaint(QString::number(int(ink)), QString::number(int(paper)), a, b);
            }
            // Not required by WCAG, but a disabled command still wants to be found: its tooltip says why.
            const double disabled = contrastRatio(palette.color(QPalette::Disabled, QPalette::ButtonText),
                palette.color(QPalette::Disabled, QPalette::Window));
            if (disabled < 3.0)
                failures << QStringLiteral("disabled text: %1").arg(disabled);
            // The focus ring of the style is drawn in this colour.
            if (contrastRatio(palette.color(QPalette::Highlight), palette.color(QPalette::Window)) < 3.0)
                failures << QStringLiteral("focus ring");
        }
        QVERIFY2(failures.isEmpty(), qPrintable(failures.join(QLatin1Char('\n'))));
    }

    void kindIsToldFromThePalette_data()
    {
        QTest::addColumn<ThemeKind>("kind");
        QTest::newRow("light") << ThemeKind::Light;
        QTest::newRow("dark") << ThemeKind::Dark;
        QTest::newRow("high contrast") << ThemeKind::HighContrast;
    }

    void kindIsToldFromThePalette()
    {
        QFETCH(ThemeKind, kind);
        QCOMPARE(themeKindOf(paletteFor(kind)), kind);
    }

    void choicesResolve()
    {
        auto& application = *qApp;
        using Scheme = SystemPreference::Scheme;
        QCOMPARE(applyTheme(application, ThemeChoice::Dark), ThemeKind::Dark);
        QCOMPARE(themeKindOf(QApplication::palette()), ThemeKind::Dark);
        QCOMPARE(applyTheme(application, ThemeChoice::System, {Scheme::Light, false}), ThemeKind::Light);
        QCOMPARE(themeKindOf(QApplication::palette()), ThemeKind::Light);
        QCOMPARE(applyTheme(application, ThemeChoice::System, {Scheme::Dark, false}), ThemeKind::Dark);
        QCOMPARE(
            applyTheme(application, ThemeChoice::System, {Scheme::Light, true}), ThemeKind::HighContrast);
        QCOMPARE(applyTheme(application, ThemeChoice::Light, {Scheme::Dark, true}), ThemeKind::Light);
        // A dark palette of ours must not make the next System choice dark: the desktop is asked anew.
        QCOMPARE(applyTheme(application, ThemeChoice::Dark), ThemeKind::Dark);
        QCOMPARE(applyTheme(application, ThemeChoice::System), ThemeKind::Light);
        for (const auto choice :
            {ThemeChoice::System, ThemeChoice::Light, ThemeChoice::Dark, ThemeChoice::HighContrast})
            QCOMPARE(themeChoiceFromName(themeChoiceName(choice)), choice);
        QCOMPARE(themeChoiceFromName(QStringLiteral("mauve")), ThemeChoice::System);
    }

    void iconsFollowThePalette()
    {
        const QStringList names = iconNames();
        QVERIFY(names.size() > 30);
        QVERIFY(icon(QStringLiteral("no-such-icon")).isNull());
        for (const ThemeKind kind : kinds) {
            QApplication::setPalette(paletteFor(kind));
            const QColor ink = paletteFor(kind).color(QPalette::ButtonText);
            for (const QString& name : names) {
                for (const qreal ratio : {1.0, 1.5, 2.0}) {
                    const QPixmap pixmap = icon(name).pixmap(QSize(16, 16), ratio);
                    QCOMPARE(pixmap.size(), QSize(16, 16) * ratio);
                    const QImage image = pixmap.toImage();
                    bool inked = false;
                    for (int y = 0; y < image.height() && !inked; ++y) {
                        for (int x = 0; x < image.width() && !inked; ++x)
                            inked = image.pixelColor(x, y).alpha() > 200
                                && contrastRatio(image.pixelColor(x, y), ink) < 1.3;
                    }
                    QVERIFY2(inked, qPrintable(name));
                }
            }
        }
    }

    void cleanup()
    {
        QApplication::setPalette(QPalette());
    }
};

int main(int argc, char** argv)
{
    QApplication application(argc, argv);
    QApplication::setStyle(QStringLiteral("Fusion"));
    TestThemes test;
    return QTest::qExec(&test, argc, argv);
}

#include "tst_themes.moc"
