# Writes the identity of the code that makes answers: cmake -DOUT=FILE -P build_id.cmake -- OBJECT...
# It is a hash over the objects, so that every program of one build has the same, and a change of
# code makes cached answers stale.
set(all "")
set(objects FALSE)
math(EXPR last "${CMAKE_ARGC} - 1")
foreach(i RANGE ${last})
  if(objects)
    file(SHA256 "${CMAKE_ARGV${i}}" hash)
    string(APPEND all "${hash}\n")
  elseif("${CMAKE_ARGV${i}}" STREQUAL "--")
    set(objects TRUE)
  endif()
endforeach()
string(SHA256 all "${all}")
string(SUBSTRING "${all}" 0 12 all)
file(WRITE "${OUT}" "/* Made by build_id.cmake. */\n#include \"dashboard/etag.h\"\n\n"
  "const char dash_build_id[] = \"${all}\";\n")
