// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/bench/measured.h"

#include <QElapsedTimer>
#include <QFile>
#include <QTemporaryFile>

#include <algorithm>
#include <fcntl.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>
#include <vector>

namespace strandline::bench {

namespace {

[[noreturn]] void become(const ProgramCall& call, const char* outputPath)
{
    const int input =
        ::open(call.input.isEmpty() ? "/dev/null" : QFile::encodeName(call.input).constData(), O_RDONLY);
    const int output = ::open(outputPath, O_WRONLY | O_TRUNC);
    ::dup2(input, 0);
    ::dup2(output, 1);
    ::dup2(output, 2);
    if (!call.folder.isEmpty() && ::chdir(QFile::encodeName(call.folder).constData()) != 0)
        ::_exit(126);
    for (auto variable = call.variables.begin(); variable != call.variables.end(); ++variable)
        qputenv(qPrintable(variable.key()), variable.value().toLocal8Bit());
    std::vector<QByteArray> texts;
    for (const QString& word : call.command)
        texts.push_back(word.toLocal8Bit());
    std::vector<char*> words;
    for (QByteArray& text : texts)
        words.push_back(text.data());
    words.push_back(nullptr);
    ::execvp(words.front(), words.data());
    ::_exit(127);
}

double milliseconds(const timeval& time)
{
    return double(time.tv_sec) * 1000 + double(time.tv_usec) / 1000;
}

} // namespace

Cost measure(const ProgramCall& call)
{
    QTemporaryFile output;
    Cost cost;
    if (!output.open())
        return cost;
    const QByteArray outputPath = QFile::encodeName(output.fileName());
    QElapsedTimer timer;
    timer.start();
    const pid_t child = ::fork();
    if (child == 0)
        become(call, outputPath.constData());
    int status = 0;
    rusage usage {};
    ::wait4(child, &status, 0, &usage);
    cost.wallMs = double(timer.nsecsElapsed()) / 1e6;
    cost.cpuMs = milliseconds(usage.ru_utime) + milliseconds(usage.ru_stime);
    cost.peakMiB = double(usage.ru_maxrss) / 1024;
    cost.exitCode = WIFEXITED(status) ? WEXITSTATUS(status) : -1;
    cost.output = output.read(65536);
    return cost;
}

double median(QList<double> values)
{
    if (values.isEmpty())
        return 0;
    std::sort(values.begin(), values.end());
    return values.at(values.size() / 2);
}

} // namespace strandline::bench
