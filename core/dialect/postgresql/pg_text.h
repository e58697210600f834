// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/schema/object_id.h"

#include <QStringList>

#include <functional>

namespace strandline::dialect::postgresql {

/// Quoted where it has to be: generated scripts are read by people.
QString quoted(const QString& name);
QString quoted(const schema::ObjectName& name);
QString quotedList(const QStringList& names);
/// A string literal.
QString literal(const QString& text);

/// Cut at the commas that stand outside parentheses and quotes; the parts are trimmed.
QStringList splitAtCommas(const QString& text);

/// One name in SQL text, with the one before its dot; the answer replaces the last part. Nothing: stays.
using NameReplacer = std::function<QString(const QString& qualifier, const QString& name)>;
QString withNamesReplaced(const QString& text, const NameReplacer& replacer);

/// All names in the text, as the catalogue holds them, words in lower case, with those inside of strings.
QSet<QString> wordsOf(const QString& text);
/// All string literals without prefix, unquoted.
QSet<QString> literalsOf(const QString& text);

/// The type without array brackets and modifiers: "character varying(20)[]" gives "character varying".
QString bareType(const QString& type);
bool isArrayType(const QString& type);

} // namespace strandline::dialect::postgresql
