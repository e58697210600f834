// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/connection/resolve.h"

namespace strandline::connection {

/// Adds the values of a weaker source where the stronger ones said nothing, and notes the rest as overridden.
void mergeWeaker(Resolved& resolved, const ConnectionSettings& weaker);

/// The same for one value: a default, or a variable.
void mergeWeaker(Resolved& resolved, Setting& field, const QString& name, const Setting& weaker);

/// Keeps a value of a weaker source out because a stronger one chose another way to the server.
void dropSetting(Resolved& resolved, Setting& field, const QString& name, const QString& by);

base::Result<Resolved> resolvePostgresql(const ResolveRequest& request, ConnectionSettings fromUrl);
base::Result<Resolved> resolveMysql(const ResolveRequest& request, ConnectionSettings fromUrl);

} // namespace strandline::connection
