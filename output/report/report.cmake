# Sources of the report for hibiki_output: the page is put together from its assets and d3's modules, and built in.
set(report ${CMAKE_CURRENT_LIST_DIR})
set(d3_modules array collection color interpolate format time time-format scale path shape selection axis)
set(scripts "")
foreach(module ${d3_modules})
  find_file(D3_${module} d3-${module}/dist/d3-${module}.min.js PATHS /usr/share/nodejs NO_CMAKE_FIND_ROOT_PATH REQUIRED)
  mark_as_advanced(D3_${module})
  list(APPEND scripts ${D3_${module}})
endforeach()
foreach(script format)
  list(APPEND scripts ${report}/${script}.js)
endforeach()

set(built_page ${CMAKE_CURRENT_BINARY_DIR}/report_page.html)
set(built_source ${CMAKE_CURRENT_BINARY_DIR}/report_page.cpp)
add_custom_command(
  OUTPUT ${built_source}
  BYPRODUCTS ${built_page}
  COMMAND ${CMAKE_COMMAND} -DPAGE=${report}/page.html -DSTYLE=${report}/style.css "-DSCRIPTS=${scripts}"
          -DHTML=${built_page} -DSOURCE=${built_source} -P ${report}/embed.cmake
  DEPENDS ${report}/embed.cmake ${report}/page.html ${report}/style.css ${scripts}
  COMMENT "Putting the report's page together"
  VERBATIM)
target_sources(hibiki_output PRIVATE ${report}/report.cpp ${report}/template.cpp ${built_source})
