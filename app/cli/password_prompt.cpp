// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/password_prompt.h"

#include "app/cli/typed_answer.h"

namespace strandline::cli {

bool canAskForPassword()
{
    return canAsk();
}

std::optional<base::Secret> askForPassword(const QString& prompt)
{
    const auto typed = askOnTerminal(prompt, Echo::Off);
    if (!typed || !*typed)
        return std::nullopt;
    return base::Secret(**typed);
}

} // namespace strandline::cli
