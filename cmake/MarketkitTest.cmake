# marketkit_test(NAME SOURCES ... [LIBS ...] [ARGS ...] [LABELS ...] [TIMEOUT seconds])
#
# One cmocka program registered with ctest. Exit code 77 means skipped.
if(MARKETKIT_CMOCKA_INCLUDE) # set by tests/arm64/toolchain.cmake
  add_library(PkgConfig::CMOCKA INTERFACE IMPORTED)
  target_include_directories(PkgConfig::CMOCKA INTERFACE "${MARKETKIT_CMOCKA_INCLUDE}")
else()
  find_package(PkgConfig REQUIRED)
  pkg_check_modules(CMOCKA REQUIRED IMPORTED_TARGET cmocka)
endif()

function(marketkit_test name)
  cmake_parse_arguments(PARSE_ARGV 1 arg "" "TIMEOUT" "SOURCES;LIBS;ARGS;LABELS")
  add_executable(${name} ${arg_SOURCES})
  target_compile_features(${name} PRIVATE c_std_11)
  target_link_libraries(${name} PRIVATE marketkit_flags ${arg_LIBS} PkgConfig::CMOCKA m)
  add_test(NAME ${name} COMMAND ${name} ${arg_ARGS})
  if(NOT arg_TIMEOUT)
    set(arg_TIMEOUT 300)
    if(CMAKE_CROSSCOMPILING) # an emulator takes its time
      set(arg_TIMEOUT 1200)
    endif()
  endif()
  set_tests_properties(${name} PROPERTIES SKIP_RETURN_CODE 77 TIMEOUT ${arg_TIMEOUT}
    LABELS "${arg_LABELS}")
endfunction()
