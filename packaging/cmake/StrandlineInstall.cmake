# SPDX-License-Identifier: GPL-3.0-or-later
# What is installed beside the programs, and the packages made of it.

# Shown in the man page and the software centre; a release sets it together with the version.
set(STRANDLINE_RELEASE_DATE "2026-11-20")

set(packaging "${CMAKE_SOURCE_DIR}/packaging")
set(app_id io.github.strandline.Strandline)

configure_file("${packaging}/man/strandline-cli.1.in" "${CMAKE_BINARY_DIR}/packaging/strandline-cli.1" @ONLY)
install(FILES "${CMAKE_BINARY_DIR}/packaging/strandline-cli.1" DESTINATION "${CMAKE_INSTALL_MANDIR}/man1")
install(FILES "${packaging}/completions/strandline-cli.bash" RENAME strandline-cli
        DESTINATION "${CMAKE_INSTALL_DATADIR}/bash-completion/completions")
install(FILES "${packaging}/completions/_strandline-cli" DESTINATION "${CMAKE_INSTALL_DATADIR}/zsh/vendor-completions")
install(FILES "${packaging}/completions/strandline-cli.fish" DESTINATION "${CMAKE_INSTALL_DATADIR}/fish/vendor_completions.d")
install(FILES "${CMAKE_SOURCE_DIR}/README.md" "${CMAKE_SOURCE_DIR}/CHANGELOG.md" DESTINATION "${CMAKE_INSTALL_DATADIR}/doc/strandline")
install(FILES "${CMAKE_SOURCE_DIR}/LICENSE" DESTINATION "${CMAKE_INSTALL_DATADIR}/doc/strandline" RENAME copyright)

if(STRANDLINE_GUI)
    configure_file("${packaging}/desktop/${app_id}.metainfo.xml.in"
                   "${CMAKE_BINARY_DIR}/packaging/${app_id}.metainfo.xml" @ONLY)
    install(FILES "${CMAKE_BINARY_DIR}/packaging/${app_id}.metainfo.xml" DESTINATION "${CMAKE_INSTALL_DATADIR}/metainfo")
    install(FILES "${packaging}/desktop/${app_id}.desktop" DESTINATION "${CMAKE_INSTALL_DATADIR}/applications")
    install(FILES "${packaging}/icons/${app_id}.svg"
            DESTINATION "${CMAKE_INSTALL_DATADIR}/icons/hicolor/scalable/apps")
    install(FILES "${packaging}/icons/${app_id}-symbolic.svg"
            DESTINATION "${CMAKE_INSTALL_DATADIR}/icons/hicolor/symbolic/apps")
endif()

set(CPACK_PACKAGE_NAME strandline)
set(CPACK_PACKAGE_VENDOR "The Strandline authors")
set(CPACK_PACKAGE_CONTACT "The Strandline authors <strandline@localhost>")
set(CPACK_PACKAGE_DESCRIPTION_SUMMARY "look at database migrations before they happen")
set(CPACK_PACKAGE_DESCRIPTION
    "Shows the migrations of a project and their state in a database on one timeline, with the SQL of each and of its way back. For PostgreSQL, MariaDB, MySQL and SQLite; with a window and a command line.")
set(CPACK_RESOURCE_FILE_LICENSE "${CMAKE_SOURCE_DIR}/LICENSE")
set(CPACK_STRIP_FILES ON)
set(CPACK_DEBIAN_FILE_NAME DEB-DEFAULT)
set(CPACK_DEBIAN_PACKAGE_SECTION database)
set(CPACK_DEBIAN_PACKAGE_SHLIBDEPS ON)
# Loaded at run time by Qt, so no linker sees them. Without its driver an engine cannot be used at all.
set(CPACK_DEBIAN_PACKAGE_DEPENDS "libqt6sql6-sqlite, libqt6sql6-psql, libqt6sql6-mysql")
set(CPACK_DEBIAN_PACKAGE_RECOMMENDS "fonts-dejavu-core | fonts-dejavu")
set(CPACK_DEBIAN_PACKAGE_SUGGESTS "postgresql-client, mariadb-client")
include(CPack)
