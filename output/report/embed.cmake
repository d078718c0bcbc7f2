# Puts the page together and makes it a C++ source: the page stands in the program, whose only file is itself.
# cmake -DPAGE=page.html -DSTYLE=style.css -DLICENCE=a.txt -DLIBRARY="a.js;b.js" -DMODULES="c.js;d.js" -DHTML=built page
#       -DSOURCE=out.cpp -DFUNCTION=name -P embed.cmake
function(read_all out)
  set(all "")
  foreach(file IN LISTS ARGN)
    file(READ ${file} text)
    string(APPEND all "${text}\n")
  endforeach()
  set(${out} "${all}" PARENT_SCOPE)
endfunction()

file(READ ${PAGE} page)
read_all(style ${STYLE})
read_all(licence ${LICENCE})
read_all(library ${LIBRARY})
# A page in one file cannot import: each module becomes a function of its own that returns what it exports, under its
# file's name. They come in an order in which nobody imports what is still to come.
set(scripts "const modules = {};\n")
foreach(file IN LISTS MODULES)
  get_filename_component(name ${file} NAME_WE)
  file(READ ${file} text)
  string(REGEX REPLACE "\nimport ({[^}]*}) from '[a-z_./]*/([a-z_]+)\\.js';" "\nconst \\1 = modules.\\2;" text "\n${text}")
  string(REGEX MATCHALL "\nexport (const|function) [A-Za-z0-9_]+" exports "${text}")
  list(TRANSFORM exports REPLACE ".* " "")
  list(JOIN exports ", " exports)
  string(REGEX REPLACE "\nexport " "\n" text "${text}")
  string(APPEND scripts "\n// ${name}.js\nmodules.${name} = (() => {${text}\nreturn {${exports}};\n})();\n")
endforeach()
if(scripts MATCHES "\n(import|export) ")
  message(FATAL_ERROR "A module of the report imports or exports in a way that embed.cmake does not know")
endif()
string(FIND "${library}${scripts}" "</script" closes)
if(NOT closes EQUAL -1)
  message(FATAL_ERROR "A script of the report holds '</script', which would end it")
endif()
foreach(part style library scripts)
  string(REPLACE "/*{{${part}}}*/" "${${part}}" page "${page}")
endforeach()
string(REPLACE "<!--{{licence}}-->" "<!--\n${licence}-->" page "${page}")
file(WRITE ${HTML} "${page}")

# Bytes and not a literal: compilers limit the length of literals, and escape sequences would have to be undone.
file(READ ${HTML} bytes HEX)
string(REGEX REPLACE "([0-9a-f][0-9a-f])" "0x\\1," bytes "${bytes}")
string(REGEX REPLACE "(................................................................................)" "\\1\n" bytes "${bytes}")
file(WRITE ${SOURCE} "#include \"output/report/template.hpp\"

namespace hibiki::inline report {
namespace {
const unsigned char kPage[] = {
${bytes}};
}  // namespace
std::string_view ${FUNCTION}() { return {reinterpret_cast<const char*>(kPage), sizeof kPage}; }
}  // namespace hibiki::report
")
