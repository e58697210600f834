# SPDX-License-Identifier: GPL-3.0-or-later
# Defines strandline_dep_ksyntax, which links KSyntaxHighlighting and sets STRANDLINE_HAVE_KSYNTAX, where the library
# can be had: the system's for Qt 6, else the private build that `./dev setup` makes. Otherwise the target is not
# defined and the editor falls back to QScintilla's own lexers.
find_package(KF6SyntaxHighlighting QUIET)
set(strandline_ksyntax "")
if(TARGET KF6::SyntaxHighlighting)
    set(strandline_ksyntax KF6::SyntaxHighlighting)
    set(strandline_ksyntax_from "the system, ${KF6SyntaxHighlighting_VERSION}")
elseif(STRANDLINE_KSYNTAX_PREFIX)
    # Only there: a plain search would find Debian 12's build, which is for Qt 5.
    find_package(KF5SyntaxHighlighting QUIET CONFIG NO_DEFAULT_PATH PATHS "${STRANDLINE_KSYNTAX_PREFIX}"
                 PATH_SUFFIXES "lib/${CMAKE_LIBRARY_ARCHITECTURE}/cmake/KF5SyntaxHighlighting")
    if(TARGET KF5::SyntaxHighlighting)
        set(strandline_ksyntax KF5::SyntaxHighlighting)
        set(strandline_ksyntax_from "the private build, ${KF5SyntaxHighlighting_VERSION}")
    endif()
endif()

if(strandline_ksyntax)
    message(STATUS "KSyntaxHighlighting: from ${strandline_ksyntax_from}")
    add_library(strandline_dep_ksyntax INTERFACE)
    target_link_libraries(strandline_dep_ksyntax INTERFACE ${strandline_ksyntax})
    target_compile_definitions(strandline_dep_ksyntax INTERFACE STRANDLINE_HAVE_KSYNTAX)
else()
    message(WARNING
        "KSyntaxHighlighting for Qt 6 was not found: the editor will use QScintilla's own colours. "
        "Looked for KF6SyntaxHighlighting in the system and for KF5SyntaxHighlighting under "
        "STRANDLINE_KSYNTAX_PREFIX (\"${STRANDLINE_KSYNTAX_PREFIX}\"). "
        "Run ./dev setup, which installs or builds it.")
endif()
