// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/usecase/script_stream.h"

#include <QFile>

namespace strandline::usecase {

sql::StatementStream streamOf(const migration::Script& script, sql::Dialect dialect)
{
    if (!script.isLarge)
        return {script.bytes, dialect};
    auto file = std::make_shared<QFile>(script.absolutePath);
    return {[file, path = script.path](qint64 wanted) -> base::Result<QByteArray> {
                if (!file->isOpen() && !file->open(QIODevice::ReadOnly)) {
                    return base::fail(base::ErrorCode::Io, QStringLiteral("Could not read “%1”").arg(path),
                        file->errorString());
                }
                return file->read(wanted);
            },
        dialect};
}

} // namespace strandline::usecase
