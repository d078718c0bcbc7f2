# One library a folder: target hibiki_NAME, used everywhere as hibiki::NAME.

add_library(hibiki_options INTERFACE)
# The same bits from every compiler: no contraction, no value-changing optimisation.
target_compile_options(hibiki_options INTERFACE -Wall -Wextra -Wpedantic -ffp-contract=off -fno-fast-math)
set_target_properties(hibiki_options PROPERTIES EXPORT_NAME options)

function(hibiki_library name)
  set(target hibiki_${name})
  add_library(hibiki::${name} ALIAS ${target})
  set_target_properties(${target} PROPERTIES EXPORT_NAME ${name})
  target_include_directories(${target} PUBLIC $<BUILD_INTERFACE:${PROJECT_SOURCE_DIR}>
                                              $<INSTALL_INTERFACE:${CMAKE_INSTALL_INCLUDEDIR}/hibiki>)
  target_link_libraries(${target} PUBLIC hibiki_options)
endfunction()
