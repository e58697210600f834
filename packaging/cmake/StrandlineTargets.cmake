# SPDX-License-Identifier: GPL-3.0-or-later
# strandline_module(<name> SOURCES … [DEPS <module> …] [PUBLIC <lib> …] [PRIVATE <lib> …])
# One static library per module of core/ and ui/. DEPS names the allowed neighbours and nothing else;
# tests/arch compares the includes with tests/arch/layers.txt.
function(strandline_module name)
    cmake_parse_arguments(PARSE_ARGV 1 M "" "" "SOURCES;DEPS;PUBLIC;PRIVATE")
    add_library(strandline_${name} STATIC ${M_SOURCES})
    add_library(Strandline::${name} ALIAS strandline_${name})
    target_include_directories(strandline_${name} PUBLIC "${CMAKE_SOURCE_DIR}")
    set(neighbours "")
    foreach(dep IN LISTS M_DEPS)
        list(APPEND neighbours Strandline::${dep})
    endforeach()
    target_link_libraries(strandline_${name}
        PUBLIC Qt6::Core ${neighbours} ${M_PUBLIC}
        PRIVATE strandline_flags ${M_PRIVATE})
endfunction()

# strandline_program(<name> SOURCES … [DEPS …] [PRIVATE …]): lands in build/<preset>/bin and is installed.
function(strandline_program name)
    cmake_parse_arguments(PARSE_ARGV 1 P "" "" "SOURCES;DEPS;PRIVATE")
    add_executable(${name} ${P_SOURCES})
    target_include_directories(${name} PRIVATE "${CMAKE_SOURCE_DIR}")
    set(neighbours "")
    foreach(dep IN LISTS P_DEPS)
        list(APPEND neighbours Strandline::${dep})
    endforeach()
    target_compile_definitions(${name} PRIVATE STRANDLINE_VERSION="${PROJECT_VERSION}")
    target_link_libraries(${name} PRIVATE strandline_flags Qt6::Core ${neighbours} ${P_PRIVATE})
    install(TARGETS ${name} RUNTIME DESTINATION ${CMAKE_INSTALL_BINDIR})
endfunction()

# strandline_test(<name> SOURCES … [DEPS …] [PRIVATE …] [LABELS …] [SERVERS])
# SERVERS: needs the private PostgreSQL and MariaDB that the fixture `servers` starts once per run.
function(strandline_test name)
    cmake_parse_arguments(PARSE_ARGV 1 T "SERVERS" "" "SOURCES;DEPS;PRIVATE;LABELS")
    add_executable(${name} ${T_SOURCES})
    set_target_properties(${name} PROPERTIES RUNTIME_OUTPUT_DIRECTORY "${CMAKE_BINARY_DIR}/tests/bin")
    target_include_directories(${name} PRIVATE "${CMAKE_SOURCE_DIR}")
    set(neighbours "")
    foreach(dep IN LISTS T_DEPS)
        list(APPEND neighbours Strandline::${dep})
    endforeach()
    target_compile_definitions(${name} PRIVATE
        STRANDLINE_SOURCE_DIR="${CMAKE_SOURCE_DIR}" STRANDLINE_VERSION="${PROJECT_VERSION}"
        STRANDLINE_BIN_DIR="${CMAKE_BINARY_DIR}/bin")
    target_link_libraries(${name} PRIVATE strandline_flags Qt6::Core Qt6::Test ${neighbours} ${T_PRIVATE})
    add_test(NAME ${name} COMMAND ${name})
    set_tests_properties(${name} PROPERTIES
        ENVIRONMENT "QT_QPA_PLATFORM=offscreen;LC_ALL=C.UTF-8;TZ=UTC;STRANDLINE_TEST_SERVERS=${CMAKE_BINARY_DIR}/servers"
        TIMEOUT 300
        LABELS "${T_LABELS}")
    if(T_SERVERS)
        set_tests_properties(${name} PROPERTIES FIXTURES_REQUIRED servers)
    endif()
endfunction()
