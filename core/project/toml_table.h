// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/error.h"

#include <QStringList>

#include <functional>
#include <optional>
#include <toml++/toml.h>

namespace strandline::project {

/// What is wrong with a project file, gathered while it is read.
class TomlProblems
{
public:
    explicit TomlProblems(QString file)
        : m_file(std::move(file))
    { }

    void add(const toml::source_region& where, const QString& summary, const QString& detail = {},
        const QString& hint = {});
    void warn(const toml::source_region& where, const QString& summary, const QString& detail = {},
        const QString& hint = {});

    const QList<base::Error>& errors() const { return m_errors; }
    const QList<base::Error>& warnings() const { return m_warnings; }
    /// The first error of the file, with the others in its detail.
    base::Error combined() const;

private:
    base::Error make(
        const toml::source_region& where, const QString& summary, const QString& detail, const QString& hint);

    QString m_file;
    QList<base::Error> m_errors;
    QList<base::Error> m_warnings;
};

/// One table of the file and the reading of its keys. Messages name keys and types, never values: a value may
/// be a URL with a password.
class TomlTable
{
public:
    /// Keys that are not known are problems that name the nearest known one.
    TomlTable(const toml::table& table, QString path, const QStringList& known, TomlProblems& problems);

    const toml::node* node(const char* key) const;
    /// Where the key stands; the table itself when it does not.
    toml::source_region place(const char* key) const;
    QString pathOf(const char* key) const;

    std::optional<QString> text(const char* key) const; ///< not empty
    std::optional<bool> boolean(const char* key) const;
    std::optional<int> number(const char* key, int least, int most) const;
    std::optional<QStringList> textList(const char* key) const; ///< every entry not empty, at least one
    std::optional<int> duration(const char* key) const;
    /// The place of the value among the allowed words.
    std::optional<int> choice(const char* key, const QStringList& allowed) const;
    const toml::table* table(const char* key) const;

private:
    void wrongType(const char* key, const QString& wanted) const;

    const toml::table& m_table;
    QString m_path;
    TomlProblems& m_problems;
};

QString fromToml(std::string_view text);

} // namespace strandline::project
