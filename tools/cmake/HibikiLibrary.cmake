# One library a folder: target hibiki_NAME, used everywhere as hibiki::NAME.

add_library(hibiki_options INTERFACE)
add_library(hibiki::options ALIAS hibiki_options)
# The same bits from every compiler: no contraction, no value-changing optimisation.
target_compile_options(hibiki_options INTERFACE -ffp-contract=off -fno-fast-math)
# Warnings stay at home. Those switched off are wrong with g++ 12 about its own headers once it inlines them, or
# complain of designated initialisers that leave the rest to its default.
set(warnings -Wall -Wextra -Wpedantic -Wno-missing-field-initializers)
if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU")
  list(APPEND warnings -Wno-restrict -Wno-array-bounds -Wno-stringop-overflow -Wno-maybe-uninitialized)
endif()
target_compile_options(hibiki_options INTERFACE "$<BUILD_INTERFACE:${warnings}>")
target_compile_features(hibiki_options INTERFACE cxx_std_20)
set_target_properties(hibiki_options PROPERTIES EXPORT_NAME options)
set_property(GLOBAL PROPERTY HIBIKI_LIBRARIES hibiki_options)

# hibiki_sources_below(TARGET): lets the target, and whoever links it, include files of the current folder by their path
# from the root of the repository, and no other folder's: which library stands on which is held by the compiler.
function(hibiki_sources_below target)
  file(RELATIVE_PATH folder ${PROJECT_SOURCE_DIR} ${CMAKE_CURRENT_SOURCE_DIR})
  set(root ${PROJECT_BINARY_DIR}/include/${target})
  cmake_path(GET folder PARENT_PATH parent)
  file(MAKE_DIRECTORY ${root}/${parent})
  file(CREATE_LINK ${CMAKE_CURRENT_SOURCE_DIR} ${root}/${folder} SYMBOLIC)
  get_target_property(type ${target} TYPE)
  set(scope PUBLIC)
  if(type STREQUAL INTERFACE_LIBRARY)
    set(scope INTERFACE)
  endif()
  target_include_directories(${target} ${scope} $<BUILD_INTERFACE:${root}>)
endfunction()

# hibiki_works_little(TARGET): reads a file, asks for runs or prints results, and does none of the simulation:
# less optimisation compiles faster. Results do not depend on it.
function(hibiki_works_little target)
  target_compile_options(${target} PRIVATE $<$<CONFIG:Release>:-O1>)
endfunction()

# Call after add_library(hibiki_NAME ...), in the folder of its sources. What is named here is installed and exported
# (HibikiInstall.cmake).
function(hibiki_library name)
  set(target hibiki_${name})
  add_library(hibiki::${name} ALIAS ${target})
  set_target_properties(${target} PROPERTIES EXPORT_NAME ${name})
  hibiki_sources_below(${target})
  target_include_directories(${target} PUBLIC $<INSTALL_INTERFACE:${CMAKE_INSTALL_INCLUDEDIR}/hibiki>)
  target_link_libraries(${target} PUBLIC hibiki_options)
  set_property(GLOBAL APPEND PROPERTY HIBIKI_LIBRARIES ${target})
endfunction()
