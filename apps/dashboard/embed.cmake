# Writes a C file that holds files of a folder:
#   cmake -DFOLDER=WEB-BUILD -DNOTICES=FILE -DOUT=assets.c -P embed.cmake
#
# FOLDER (may be empty) is laid out as apps/web/build.mjs does: NAME.html become pages /NAME, all
# else keeps its path, FILE.gz is the compressed form of FILE. What is in assets/ never changes
# under its name. NOTICES (may be empty) is /third-party-notices.txt, in place of FOLDER's own.
set(paths "")

macro(add path file)
  list(APPEND paths "${path}")
  set("file_of_${path}" "${file}")
endmacro()

if(FOLDER)
  file(GLOB_RECURSE files RELATIVE "${FOLDER}" "${FOLDER}/*")
  foreach(file IN LISTS files)
    if(file MATCHES "\\.gz$")
      continue()
    endif()
    string(REGEX REPLACE "\\.html$" "" path "/${file}")
    if(NOT path STREQUAL "/third-party-notices.txt" OR NOT NOTICES)
      add("${path}" "${FOLDER}/${file}")
    endif()
    # Browsers ask for this name when a page, such as an error page, names no icon.
    if(file MATCHES "^assets/favicon-.*\\.svg$")
      add("/favicon.ico" "${FOLDER}/${file}")
    endif()
  endforeach()
endif()
if(NOTICES)
  add("/third-party-notices.txt" "${NOTICES}")
endif()
list(SORT paths COMPARE STRING)

set(types html "text/html\\; charset=utf-8" js "text/javascript\\; charset=utf-8"
  css "text/css\\; charset=utf-8" txt "text/plain\\; charset=utf-8" json application/json
  svg image/svg+xml png image/png woff2 font/woff2)

function(content_type file out)
  string(REGEX MATCH "[^.]*$" extension "${file}")
  list(FIND types "${extension}" at)
  if(at EQUAL -1)
    message(FATAL_ERROR "no content type is known for ${file}")
  endif()
  math(EXPR at "${at} + 1")
  list(GET types ${at} type)
  set(${out} "${type}" PARENT_SCOPE)
endfunction()

# Appends the bytes of a file to `data`, as `symbol`.
function(include_file symbol file)
  string(APPEND data
    "extern const unsigned char ${symbol}[];\n"
    "__asm__(\".section .rodata\\n.balign 16\\n.globl ${symbol}\\n.hidden ${symbol}\\n\"\n"
    "        \".type ${symbol}, @object\\n${symbol}:\\n.incbin \\\"${file}\\\"\\n.previous\\n\");\n")
  set(data "${data}" PARENT_SCOPE)
endfunction()

set(data "")
set(table "")
set(number 0)
foreach(path IN LISTS paths)
  set(file "${file_of_${path}}")
  file(SIZE "${file}" size)
  file(SHA256 "${file}" hash)
  string(SUBSTRING "${hash}" 0 16 hash)
  content_type("${file}" type)
  set(immutable false)
  if(path MATCHES "^/assets/")
    set(immutable true)
  endif()
  include_file("dash_asset_${number}" "${file}")
  set(gzip "NULL, 0")
  if(EXISTS "${file}.gz")
    file(SIZE "${file}.gz" gzip_size)
    include_file("dash_asset_${number}_gz" "${file}.gz")
    set(gzip "dash_asset_${number}_gz, ${gzip_size}")
  endif()
  string(APPEND table "    {\"${path}\", \"${type}\", ${immutable}, \"${hash}\",\n"
    "     dash_asset_${number}, ${size}, ${gzip}},\n")
  math(EXPR number "${number} + 1")
endforeach()

file(WRITE "${OUT}" "/* Made by embed.cmake. */\n#include \"dashboard/assets.h\"\n\n${data}\n"
  "const dash_asset dash_assets[] = {\n${table}    {0}, /* the table is never without a row */\n};\n"
  "const size_t dash_assets_count = ${number};\n")
