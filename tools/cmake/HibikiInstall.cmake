# Installs the program, the libraries as hibiki::NAME, their headers, and the scenarios.
# tests/install builds a project of ten lines against an installed copy.
include(CMakePackageConfigHelpers)

get_property(libraries GLOBAL PROPERTY HIBIKI_LIBRARIES)
set(package_dir ${CMAKE_INSTALL_LIBDIR}/cmake/hibiki)

install(TARGETS ${libraries} EXPORT hibikiTargets
        ARCHIVE DESTINATION ${CMAKE_INSTALL_LIBDIR} LIBRARY DESTINATION ${CMAKE_INSTALL_LIBDIR})
install(EXPORT hibikiTargets NAMESPACE hibiki:: DESTINATION ${package_dir})
install(DIRECTORY sim output DESTINATION ${CMAKE_INSTALL_INCLUDEDIR}/hibiki FILES_MATCHING PATTERN "*.hpp")
install(TARGETS hibiki RUNTIME DESTINATION ${CMAKE_INSTALL_BINDIR} COMPONENT program)
install(DIRECTORY scenarios DESTINATION ${CMAKE_INSTALL_DATADIR}/hibiki COMPONENT program)

configure_package_config_file(${CMAKE_CURRENT_LIST_DIR}/hibikiConfig.cmake.in ${PROJECT_BINARY_DIR}/hibikiConfig.cmake
                              INSTALL_DESTINATION ${package_dir})
write_basic_package_version_file(${PROJECT_BINARY_DIR}/hibikiConfigVersion.cmake COMPATIBILITY SameMinorVersion)
install(FILES ${PROJECT_BINARY_DIR}/hibikiConfig.cmake ${PROJECT_BINARY_DIR}/hibikiConfigVersion.cmake
        DESTINATION ${package_dir})
