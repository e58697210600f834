// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArrayView>
#include <QList>
#include <QString>

namespace strandline::ui {

/// One line as the highlighter wants it (UTF-16) with the way back to what the editor counts (bytes).
class Utf8Line
{
public:
    explicit Utf8Line(QByteArrayView bytes);

    const QString& text() const { return m_text; }
    /// Byte where the UTF-16 unit begins; units past the end give the length. Both halves of a surrogate pair
    /// give the start of their character, so that a range never cuts one.
    qsizetype byteOf(qsizetype unit) const
    {
        if (unit >= m_text.size())
            return m_byteCount;
        return m_offsets.isEmpty() ? unit : m_offsets.at(unit);
    }

private:
    void decode(QByteArrayView bytes);

    QString m_text;
    QList<qsizetype> m_offsets; ///< empty for plain ASCII, where units and bytes agree
    qsizetype m_byteCount = 0;
};

} // namespace strandline::ui
