// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/theme/editor_theme.h"

#include <QFile>
#include <QJsonDocument>
#include <QJsonObject>

namespace strandline::ui {

namespace {

QColor colourOf(const QJsonObject& object, const char* key)
{
    return QColor(object.value(QLatin1String(key)).toString());
}

TextStyle styleOf(const QJsonObject& object)
{
    TextStyle style;
    style.ink = colourOf(object, "text-color");
    style.background = colourOf(object, "background-color");
    style.bold = object.value(QLatin1String("bold")).toBool();
    style.italic = object.value(QLatin1String("italic")).toBool();
    style.underline = object.value(QLatin1String("underline")).toBool();
    return style;
}

void readEditorColours(const QJsonObject& colours, EditorTheme* theme)
{
    theme->background = colourOf(colours, "BackgroundColor");
    theme->currentLine = colourOf(colours, "CurrentLine");
    theme->lineNumber = colourOf(colours, "LineNumbers");
    theme->lineNumberCurrent = colourOf(colours, "CurrentLineNumber");
    theme->marginBackground = colourOf(colours, "IconBorder");
    theme->selection = colourOf(colours, "TextSelection");
    theme->searchHit = colourOf(colours, "SearchHighlight");
    theme->bracketMatch = colourOf(colours, "BracketMatching");
    theme->separator = colourOf(colours, "Separator");
    theme->wrapMark = colourOf(colours, "WordWrapMarker");
    theme->errorMark = colourOf(colours, "MarkError");
}

/// What KSyntaxHighlighting's format has no name for lives in a section of our own, which it ignores.
void readOwnColours(const QJsonObject& own, EditorTheme* theme)
{
    theme->ink = colourOf(own, "ink");
    theme->marginStatement = colourOf(own, "marginStatement");
    theme->errorLine = colourOf(own, "errorLine");
    theme->pairLine = colourOf(own, "pairLine");
    theme->added = colourOf(own, "added");
    theme->removed = colourOf(own, "removed");
    theme->changed = colourOf(own, "changed");
    theme->filler = colourOf(own, "filler");
    theme->addedInk = colourOf(own, "addedInk");
    theme->removedInk = colourOf(own, "removedInk");
    theme->changedInk = colourOf(own, "changedInk");
}

void raiseContrast(EditorTheme* theme)
{
    theme->background = Qt::black;
    theme->marginBackground = Qt::black;
    theme->ink = Qt::white;
    theme->lineNumber = Qt::white;
    theme->lineNumberCurrent = Qt::white;
    theme->separator = Qt::white;
    theme->wrapMark = Qt::white;
    theme->currentLine = QColor(0x20, 0x20, 0x20);
    theme->styles[QStringLiteral("Normal")].ink = Qt::white;
}

} // namespace

base::Result<EditorTheme> loadEditorTheme(ThemeKind kind)
{
    const QString path = kind == ThemeKind::Light
        ? QStringLiteral(":/strandline/themes/strandline-light.theme")
        : QStringLiteral(":/strandline/themes/strandline-dark.theme");
    QFile file(path);
    if (!file.open(QIODevice::ReadOnly))
        return base::fail(base::ErrorCode::Internal,
            QStringLiteral("The editor theme “%1” is not in the program").arg(path), file.errorString(),
            QStringLiteral("Install Strandline again."));
    QJsonParseError problem;
    const QJsonObject root = QJsonDocument::fromJson(file.readAll(), &problem).object();
    if (problem.error != QJsonParseError::NoError)
        return base::fail(base::ErrorCode::Internal,
            QStringLiteral("The editor theme “%1” is damaged").arg(path), problem.errorString(),
            QStringLiteral("Install Strandline again."));

    EditorTheme theme;
    theme.kind = kind;
    theme.name = root.value(QLatin1String("metadata")).toObject().value(QLatin1String("name")).toString();
    const QJsonObject styles = root.value(QLatin1String("text-styles")).toObject();
    for (auto it = styles.begin(); it != styles.end(); ++it)
        theme.styles.insert(it.key(), styleOf(it.value().toObject()));
    readEditorColours(root.value(QLatin1String("editor-colors")).toObject(), &theme);
    readOwnColours(root.value(QLatin1String("strandline")).toObject(), &theme);
    if (kind == ThemeKind::HighContrast)
        raiseContrast(&theme);
    return theme;
}

} // namespace strandline::ui
