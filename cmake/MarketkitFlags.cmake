# marketkit_flags: one INTERFACE library that carries every compiler and linker flag of this
# project, so that nothing touches CMAKE_C_FLAGS and a parent project is left alone.
add_library(marketkit_flags INTERFACE)

set(_warnings
  -Wall -Wextra -Wpedantic -Wshadow -Wconversion -Wsign-conversion -Wstrict-prototypes
  -Wmissing-prototypes -Wcast-qual -Wwrite-strings -Wvla -Wformat=2 -Wundef)
if(CMAKE_C_COMPILER_ID STREQUAL "GNU")
  # clang's -Wdouble-promotion objects to the NAN of math.h.
  list(APPEND _warnings -Wdouble-promotion -Wnull-dereference -Wlogical-op -Wduplicated-cond)
endif()
if(MARKETKIT_WERROR)
  list(APPEND _warnings -Werror)
endif()

# -ffp-contract=off: the numeric contract names every fused multiply-add; the compiler adds none.
target_compile_options(marketkit_flags INTERFACE ${_warnings} -ffp-contract=off
  "-ffile-prefix-map=${PROJECT_SOURCE_DIR}=.")

# Hardening, after the OpenSSF compiler guide. _FORTIFY_SOURCE needs optimisation.
target_compile_options(marketkit_flags INTERFACE -fstack-protector-strong -fstack-clash-protection)
target_link_options(marketkit_flags INTERFACE -Wl,-z,relro,-z,now)
if(NOT MARKETKIT_SANITIZE)
  target_compile_definitions(marketkit_flags INTERFACE
    $<$<NOT:$<CONFIG:Debug>>:_FORTIFY_SOURCE=3>)
else()
  target_compile_options(marketkit_flags INTERFACE
    -fsanitize=${MARKETKIT_SANITIZE} -fno-sanitize-recover=all -fno-omit-frame-pointer)
  target_link_options(marketkit_flags INTERFACE -fsanitize=${MARKETKIT_SANITIZE})
endif()
if(MARKETKIT_FUZZ)
  target_compile_options(marketkit_flags INTERFACE -fsanitize=fuzzer-no-link)
endif()
