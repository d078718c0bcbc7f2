# Sources of the report for hibiki_output: the page is put together from its assets and d3's modules, and built in.
set(report ${CMAKE_CURRENT_LIST_DIR})
set(library "")
foreach(module array collection color interpolate format time time-format scale path shape selection axis)
  find_file(D3_${module} d3-${module}/dist/d3-${module}.min.js PATHS /usr/share/nodejs REQUIRED)
  mark_as_advanced(D3_${module})
  list(APPEND library ${D3_${module}})
endforeach()
set(modules format dom download figure masthead model
  charts/frame charts/lines charts/panels charts/matrix charts/tiles charts/rows charts/parts
  sections/definitions sections/decision sections/run sections/effects sections/ensemble sections/leadership sections/geography
  sections/attribution sections/reasons sections/industry sections/variety sections/trust sections/misfits sections/inputs
  sections/repeat report)
set(evidence_modules format dom download figure masthead charts/frame charts/bars charts/curves charts/matrix charts/targets
  evidence_figures evidence)

# built_page(NAME module...): the page of these modules as a C++ source, behind NAME_template().
function(built_page name)
  list(TRANSFORM ARGN PREPEND ${report}/ OUTPUT_VARIABLE files)
  list(TRANSFORM files APPEND .js)
  set(page ${CMAKE_CURRENT_BINARY_DIR}/${name}_page.html)
  set(source ${CMAKE_CURRENT_BINARY_DIR}/${name}_page.cpp)
  add_custom_command(
    OUTPUT ${source}
    BYPRODUCTS ${page}
    COMMAND ${CMAKE_COMMAND} -DPAGE=${report}/page.html -DSTYLE=${report}/style.css -DLICENCE=${report}/d3_licence.txt
            "-DLIBRARY=${library}" "-DMODULES=${files}" -DHTML=${page} -DSOURCE=${source} -DFUNCTION=${name}_template
            -P ${report}/embed.cmake
    DEPENDS ${report}/embed.cmake ${report}/page.html ${report}/style.css ${report}/d3_licence.txt ${library} ${files}
    COMMENT "Putting the page ${name} together"
    VERBATIM)
  target_sources(hibiki_output PRIVATE ${source})
endfunction()
built_page(report ${modules})
built_page(evidence ${evidence_modules})
target_sources(hibiki_output PRIVATE ${report}/report.cpp ${report}/template.cpp)
