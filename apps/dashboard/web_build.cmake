# Builds the browser code:
#   cmake -DWEB=apps/web -DLOCK=FILE -DOUT=FOLDER -DNODE=node -DNPM=npm -P web_build.cmake
#
# The packages are installed where they are missing or older than package-lock.json. Several build
# folders share them, hence LOCK (a file that CMake empties).
set(modules "${WEB}/node_modules/.package-lock.json")
file(LOCK "${LOCK}" GUARD PROCESS TIMEOUT 600)
if(NOT EXISTS "${modules}" OR "${WEB}/package-lock.json" IS_NEWER_THAN "${modules}")
  message(STATUS "npm ci in ${WEB}")
  execute_process(COMMAND "${NPM}" ci --no-audit --no-fund --loglevel=error
    WORKING_DIRECTORY "${WEB}" RESULT_VARIABLE status)
  if(status)
    message(FATAL_ERROR "npm could not install the packages of apps/web; "
      "-DMARKETKIT_WEB=OFF builds without the pages")
  endif()
  file(TOUCH_NOCREATE "${modules}")
endif()

file(REMOVE_RECURSE "${OUT}")
execute_process(COMMAND "${NODE}" build.mjs "${OUT}"
  WORKING_DIRECTORY "${WEB}" RESULT_VARIABLE status)
if(status)
  message(FATAL_ERROR "the browser code does not build")
endif()
