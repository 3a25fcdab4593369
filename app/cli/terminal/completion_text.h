// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/cli/terminal/command_survey.h"

#include <QString>

namespace enlarger::cli {

/// The completions of a shell for enlarger-cli, as a script of that shell, made from what its commands
/// declare.
QString bashCompletion(const QList<SurveyedCommand>& commands);
QString zshCompletion(const QList<SurveyedCommand>& commands);
QString fishCompletion(const QList<SurveyedCommand>& commands);

} // namespace enlarger::cli
