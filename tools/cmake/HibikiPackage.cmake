# `cpack` in a build folder makes a Debian package of the program, its scenarios, man page and completions;
# tools/scripts/check-package tries it in a clean system. The libraries and headers are for `cmake --install` alone.
set(texts ${PROJECT_BINARY_DIR}/package)
find_program(GZIP gzip REQUIRED)
mark_as_advanced(GZIP)
add_custom_command(
  OUTPUT ${texts}/hibiki.1.gz ${texts}/hibiki.bash ${texts}/_hibiki ${texts}/hibiki.fish
  COMMAND ${PROJECT_SOURCE_DIR}/tools/package/describe $<TARGET_FILE:hibiki> ${texts}
  COMMAND ${GZIP} -9nf ${texts}/hibiki.1
  DEPENDS hibiki ${PROJECT_SOURCE_DIR}/tools/package/describe
  COMMENT "Describing the commands in a man page and completions"
  VERBATIM)
file(WRITE ${texts}/changelog.Debian "hibiki (${PROJECT_VERSION}-1) unstable; urgency=medium

  * What changed is in changelog.gz.

 -- The hibiki authors <hibiki@localhost>  Thu, 01 Jan 1970 00:00:00 +0000
")
add_custom_command(
  OUTPUT ${texts}/changelog.gz ${texts}/changelog.Debian.gz
  COMMAND ${GZIP} -9nc ${PROJECT_SOURCE_DIR}/CHANGELOG.md > ${texts}/changelog.gz
  COMMAND ${GZIP} -9nc ${texts}/changelog.Debian > ${texts}/changelog.Debian.gz
  DEPENDS ${PROJECT_SOURCE_DIR}/CHANGELOG.md
  VERBATIM)
add_custom_target(hibiki_package_texts ALL DEPENDS ${texts}/hibiki.1.gz ${texts}/changelog.gz)

install(FILES ${texts}/hibiki.1.gz DESTINATION ${CMAKE_INSTALL_MANDIR}/man1 COMPONENT program)
install(FILES ${texts}/hibiki.bash DESTINATION ${CMAKE_INSTALL_DATADIR}/bash-completion/completions RENAME hibiki COMPONENT program)
install(FILES ${texts}/_hibiki DESTINATION ${CMAKE_INSTALL_DATADIR}/zsh/vendor-completions COMPONENT program)
install(FILES ${texts}/hibiki.fish DESTINATION ${CMAKE_INSTALL_DATADIR}/fish/vendor_completions.d COMPONENT program)
install(FILES ${PROJECT_SOURCE_DIR}/tools/package/copyright ${texts}/changelog.gz ${texts}/changelog.Debian.gz
        DESTINATION ${CMAKE_INSTALL_DATADIR}/doc/hibiki COMPONENT program)

set(CPACK_GENERATOR DEB)
set(CPACK_PACKAGE_NAME hibiki)
set(CPACK_PACKAGE_CONTACT "The hibiki authors <hibiki@localhost>")
set(CPACK_PACKAGING_INSTALL_PREFIX /usr)
set(CPACK_STRIP_FILES ON)
set(CPACK_COMPONENTS_ALL program)
set(CPACK_DEB_COMPONENT_INSTALL ON)
set(CPACK_DEBIAN_PROGRAM_PACKAGE_NAME hibiki)
set(CPACK_DEBIAN_PROGRAM_FILE_NAME DEB-DEFAULT)
set(CPACK_DEBIAN_PACKAGE_RELEASE 1)
set(CPACK_DEBIAN_PACKAGE_SECTION science)
set(CPACK_DEBIAN_PACKAGE_PRIORITY optional)
set(CPACK_DEBIAN_PACKAGE_SHLIBDEPS ON)
set(CPACK_DEBIAN_PACKAGE_CONTROL_STRICT_PERMISSION ON)
set(CPACK_INSTALL_DEFAULT_DIRECTORY_PERMISSIONS
    OWNER_READ OWNER_WRITE OWNER_EXECUTE GROUP_READ GROUP_EXECUTE WORLD_READ WORLD_EXECUTE)
set(CPACK_DEBIAN_PROGRAM_DESCRIPTION "Fans, acts, labels and platforms meet on a social network, week after week. A
 strategy is a text file; the program answers with effects, their intervals and
 a report. The main scenario is the history of Asian pop markets, 1985 to 2024.")
include(CPack)
