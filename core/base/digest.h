// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QByteArrayView>
#include <QCryptographicHash>

namespace strandline::base {

/// SHA-256 as 64 lower-case hexadecimal digits.
QByteArray sha256Hex(QByteArrayView bytes);

/// The same over pieces that need not be in memory together.
class Sha256
{
public:
    void add(QByteArrayView bytes);
    QByteArray hex() const;

private:
    QCryptographicHash m_hash {QCryptographicHash::Sha256};
};

} // namespace strandline::base
