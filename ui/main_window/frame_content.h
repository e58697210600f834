// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/controllers/project_controller.h"
#include "ui/main_window/env_banner.h"
#include "ui/main_window/status_strip.h"

namespace strandline::ui {

/// What the frame says about the current environment; pure functions of the controller's state, so that one
/// place decides every word of title, banner and status bar.
QString windowTitle(const ProjectController& controller);
BannerContent bannerContent(const ProjectController& controller);
StatusContent statusContent(const ProjectController& controller);

/// The sentence above (or in place of) the list when something about the environment needs one.
struct EnvironmentNotice
{
    enum class Kind { None, NoMigrations, NoEnvironment, NotConnected, Failed, Stale, NoHistory };
    Kind kind = Kind::None;
    QString sentence;
};
EnvironmentNotice environmentNotice(const ProjectController& controller);

} // namespace strandline::ui
