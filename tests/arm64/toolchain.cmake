# Debian's cross compiler for arm64, and its programs under qemu. There is no cmocka for it without
# a foreign package architecture: cmocka.h here stands in.
set(CMAKE_SYSTEM_NAME Linux)
set(CMAKE_SYSTEM_PROCESSOR aarch64)
set(CMAKE_C_COMPILER aarch64-linux-gnu-gcc)
set(CMAKE_CROSSCOMPILING_EMULATOR qemu-aarch64 -L /usr/aarch64-linux-gnu)
set(MARKETKIT_CMOCKA_INCLUDE "${CMAKE_CURRENT_LIST_DIR}" CACHE PATH "Where a stand-in for cmocka.h is")
set(MARKETKIT_HOST_BUILD "${CMAKE_CURRENT_LIST_DIR}/../../build/dev" CACHE PATH
  "Build for this machine, to compare bits with")
