# SPDX-License-Identifier: GPL-3.0-or-later
find_package(Qt6 6.4 REQUIRED COMPONENTS Core Sql Network)
find_package(tl-expected REQUIRED)
find_package(tomlplusplus REQUIRED)
find_package(Threads REQUIRED)

# The client libraries behind Qt's drivers: the native handle gives what Qt Sql hides
# (error position, SQLSTATE, notices, cancel).
find_package(PostgreSQL QUIET)
find_path(STRANDLINE_LIBPQ_INCLUDE NAMES libpq-fe.h PATH_SUFFIXES postgresql REQUIRED)
find_library(STRANDLINE_LIBPQ NAMES pq REQUIRED)
find_path(STRANDLINE_MARIADB_INCLUDE NAMES mysql.h PATH_SUFFIXES mariadb mysql REQUIRED)
find_library(STRANDLINE_MARIADB NAMES mariadb REQUIRED)
find_path(STRANDLINE_SQLITE_INCLUDE NAMES sqlite3.h REQUIRED)
find_library(STRANDLINE_SQLITE NAMES sqlite3 REQUIRED)

foreach(lib IN ITEMS LIBPQ MARIADB SQLITE)
    string(TOLOWER ${lib} lower)
    add_library(strandline_dep_${lower} INTERFACE)
    target_include_directories(strandline_dep_${lower} SYSTEM INTERFACE "${STRANDLINE_${lib}_INCLUDE}")
    target_link_libraries(strandline_dep_${lower} INTERFACE "${STRANDLINE_${lib}}")
endforeach()

find_package(CLI11 REQUIRED)

if(STRANDLINE_GUI)
    find_package(Qt6 6.4 REQUIRED COMPONENTS Widgets Svg DBus PrintSupport Concurrent)
    find_path(STRANDLINE_QSCINTILLA_INCLUDE NAMES Qsci/qsciscintilla.h
              HINTS ${Qt6Core_INCLUDE_DIRS} PATH_SUFFIXES qt6 REQUIRED)
    find_library(STRANDLINE_QSCINTILLA NAMES qscintilla2_qt6 REQUIRED)
    add_library(strandline_dep_qscintilla INTERFACE)
    target_include_directories(strandline_dep_qscintilla SYSTEM INTERFACE "${STRANDLINE_QSCINTILLA_INCLUDE}")
    target_link_libraries(strandline_dep_qscintilla INTERFACE "${STRANDLINE_QSCINTILLA}" Qt6::Widgets Qt6::PrintSupport)
    include(StrandlineKSyntax)
endif()

if(STRANDLINE_TESTS)
    find_package(Qt6 6.4 REQUIRED COMPONENTS Test)
endif()
