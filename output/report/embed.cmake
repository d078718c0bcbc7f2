# Puts the page together and makes it a C++ source: the page stands in the program, whose only file is itself.
# cmake -DPAGE=page.html -DSTYLE=style.css -DLICENCE=a.txt -DSCRIPT=bundle.js -DHTML=built page -DSOURCE=out.cpp
#       -DFUNCTION=name [-DCONNECT=1: it talks to the server it came from] -P embed.cmake
file(READ ${PAGE} page)
foreach(part style script licence)
  string(TOUPPER ${part} file)
  file(READ ${${file}} ${part})
endforeach()
string(FIND "${script}" "</script" closes)
if(NOT closes EQUAL -1)
  message(FATAL_ERROR "The report's script holds '</script', which would end it")
endif()
string(REPLACE "/*{{style}}*/" "${style}" page "${page}")
string(REPLACE "/*{{script}}*/" "${script}" page "${page}")
set(connect "")
if(CONNECT)
  set(connect " connect-src 'self';")
endif()
string(REPLACE "{{connect}}" "${connect}" page "${page}")
string(REPLACE "<!--{{licence}}-->" "<!--\n${licence}\n-->" page "${page}")
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
