# SPDX-License-Identifier: GPL-3.0-or-later
option(STRANDLINE_GUI "Build the desktop program (needs Qt Widgets and QScintilla)" ON)
option(STRANDLINE_TESTS "Build the tests" ON)
option(STRANDLINE_WERROR "Treat warnings as errors; on in the presets, never for packagers" OFF)
option(STRANDLINE_FUZZERS "Build the libFuzzer targets (needs clang)" OFF)
set(STRANDLINE_SANITIZE "" CACHE STRING "Sanitizers for every own target, for example address,undefined")
set(STRANDLINE_KSYNTAX_PREFIX "" CACHE PATH
    "Prefix of a private KSyntaxHighlighting build for Qt 6, used where the system has none")

set(CMAKE_CXX_STANDARD 20)
set(CMAKE_CXX_STANDARD_REQUIRED ON)
set(CMAKE_CXX_EXTENSIONS OFF)
set(CMAKE_POSITION_INDEPENDENT_CODE ON)
set(CMAKE_EXPORT_COMPILE_COMMANDS ON)
set(CMAKE_AUTOMOC ON)
set(CMAKE_RUNTIME_OUTPUT_DIRECTORY "${CMAKE_BINARY_DIR}/bin")

# Flags of own targets only: found packages keep theirs.
add_library(strandline_flags INTERFACE)
target_compile_definitions(strandline_flags INTERFACE
    QT_NO_CAST_FROM_ASCII
    QT_NO_CAST_TO_ASCII
    QT_NO_URL_CAST_FROM_STRING
    QT_NO_NARROWING_CONVERSIONS_IN_CONNECT
    QT_DISABLE_DEPRECATED_BEFORE=0x060400
    # Newer versions deprecate what the floor, Qt 6.4, has no other form of.
    QT_WARN_DEPRECATED_UP_TO=0x060400)
target_compile_options(strandline_flags INTERFACE
    -Wall -Wextra -Wpedantic -Wshadow -Wnon-virtual-dtor -Woverloaded-virtual
    -Wcast-align -Wunused -Wimplicit-fallthrough)
if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU" AND CMAKE_CXX_COMPILER_VERSION VERSION_LESS 13)
    # GCC 12 takes literal + std::string for an overlapping copy when it optimises; GCC 13 does not.
    target_compile_options(strandline_flags INTERFACE -Wno-restrict)
endif()
if(STRANDLINE_WERROR)
    target_compile_options(strandline_flags INTERFACE -Werror)
endif()
if(STRANDLINE_SANITIZE)
    target_compile_options(strandline_flags INTERFACE
        -fsanitize=${STRANDLINE_SANITIZE} -fno-omit-frame-pointer -fno-sanitize-recover=all)
    target_link_options(strandline_flags INTERFACE -fsanitize=${STRANDLINE_SANITIZE})
endif()
