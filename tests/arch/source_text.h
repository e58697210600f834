// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QList>
#include <QString>

namespace strandline::arch {

struct Include
{
    QString path;
    int line = 0;
    bool quoted = false;
};

/// The include lines of a C++ text, comments left out.
QList<Include> includesOf(const QString& source);

/// The text with comments and the contents of literals blanked, line by line the same, so that a word in a
/// message or a remark is not taken for code.
QString codeOnly(const QString& source);

} // namespace strandline::arch
