# Sources of the report for hibiki_output: the page is put together from its assets and d3's modules, and built in.
set(report ${CMAKE_CURRENT_LIST_DIR})
set(library "")
foreach(module array collection color interpolate format time time-format scale path shape selection axis)
  find_file(D3_${module} d3-${module}/dist/d3-${module}.min.js PATHS /usr/share/nodejs REQUIRED)
  mark_as_advanced(D3_${module})
  list(APPEND library ${D3_${module}})
endforeach()
set(modules format dom download figure model
  charts/frame charts/lines charts/panels charts/matrix charts/tiles charts/rows charts/parts
  sections/definitions sections/decision sections/run sections/effects sections/leadership sections/geography
  sections/attribution sections/reasons sections/industry sections/variety sections/trust sections/misfits sections/inputs
  sections/repeat report)
list(TRANSFORM modules PREPEND ${report}/)
list(TRANSFORM modules APPEND .js)

set(built_page ${CMAKE_CURRENT_BINARY_DIR}/report_page.html)
set(built_source ${CMAKE_CURRENT_BINARY_DIR}/report_page.cpp)
add_custom_command(
  OUTPUT ${built_source}
  BYPRODUCTS ${built_page}
  COMMAND ${CMAKE_COMMAND} -DPAGE=${report}/page.html -DSTYLE=${report}/style.css -DLICENCE=${report}/d3_licence.txt
          "-DLIBRARY=${library}" "-DMODULES=${modules}" -DHTML=${built_page} -DSOURCE=${built_source}
          -P ${report}/embed.cmake
  DEPENDS ${report}/embed.cmake ${report}/page.html ${report}/style.css ${report}/d3_licence.txt ${library} ${modules}
  COMMENT "Putting the report's page together"
  VERBATIM)
target_sources(hibiki_output PRIVATE ${report}/report.cpp ${report}/template.cpp ${built_source})
