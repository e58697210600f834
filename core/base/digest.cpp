// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/digest.h"

namespace strandline::base {

QByteArray sha256Hex(QByteArrayView bytes)
{
    Sha256 hash;
    hash.add(bytes);
    return hash.hex();
}

void Sha256::add(QByteArrayView bytes)
{
    // Qt 6.4 addresses the data by pointer and length; an empty view must not pass a null pointer on.
    if (!bytes.isEmpty())
        m_hash.addData(bytes);
}

QByteArray Sha256::hex() const
{
    return m_hash.result().toHex();
}

} // namespace strandline::base
