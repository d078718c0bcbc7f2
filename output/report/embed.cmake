# Puts the page together and makes it a C++ source: the page stands in the program, whose only file is itself.
# cmake -DPAGE=page.html -DSTYLE=style.css -DSCRIPTS="a.js;b.js" -DHTML=built page -DSOURCE=out.cpp -P embed.cmake
file(READ ${PAGE} page)
file(READ ${STYLE} style)
set(scripts "")
foreach(file IN LISTS SCRIPTS)
  file(READ ${file} script)
  string(APPEND scripts "${script}\n")
endforeach()
string(FIND "${scripts}" "</script" closes)
if(NOT closes EQUAL -1)
  message(FATAL_ERROR "A script of the report holds '</script', which would end it")
endif()
string(REPLACE "/*{{style}}*/" "${style}" page "${page}")
string(REPLACE "/*{{scripts}}*/" "${scripts}" page "${page}")
file(WRITE ${HTML} "${page}")

# Bytes and not a literal: compilers limit the length of literals, and escape sequences would have to be undone.
file(READ ${HTML} bytes HEX)
string(REGEX REPLACE "([0-9a-f][0-9a-f])" "0x\\1," bytes "${bytes}")
string(REGEX REPLACE "(................................................................................)" "\\1\n" bytes "${bytes}")
file(WRITE ${SOURCE} "#include \"output/report/template.hpp\"

namespace hibiki {
namespace {
const unsigned char kPage[] = {
${bytes}};
}  // namespace
std::string_view report_template() { return {reinterpret_cast<const char*>(kPage), sizeof kPage}; }
}  // namespace hibiki
")
