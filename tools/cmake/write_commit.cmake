# Writes OUTPUT, a source that defines the commit of the source tree SOURCE, with "-modified" where files differ from it;
# empty outside of a git repository. The file changes only with that, so that nothing is compiled anew otherwise. Usage: cmake -DSOURCE=... -DOUTPUT=... -P
set(commit "")
execute_process(COMMAND git -C ${SOURCE} rev-parse --show-toplevel
  OUTPUT_VARIABLE top OUTPUT_STRIP_TRAILING_WHITESPACE ERROR_QUIET RESULT_VARIABLE failed)
# A tree inside of another repository, such as an unpacked archive, has no commit of its own.
if(NOT failed)
  file(REAL_PATH ${top} top)
  file(REAL_PATH ${SOURCE} source)
  if(top STREQUAL source)
    execute_process(COMMAND git -C ${SOURCE} rev-parse HEAD
      OUTPUT_VARIABLE commit OUTPUT_STRIP_TRAILING_WHITESPACE ERROR_QUIET)
    execute_process(COMMAND git -C ${SOURCE} diff --quiet HEAD RESULT_VARIABLE differs OUTPUT_QUIET ERROR_QUIET)
    if(differs)
      string(APPEND commit "-modified")
    endif()
  endif()
endif()
set(text "#include \"tools/hibiki/commit.hpp\"\n\nconst char* const hibiki::kCommit = \"${commit}\";\n")
if(EXISTS ${OUTPUT})
  file(READ ${OUTPUT} before)
endif()
if(NOT "${before}" STREQUAL "${text}")
  file(WRITE ${OUTPUT} "${text}")
endif()
