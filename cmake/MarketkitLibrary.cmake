# marketkit_library(NAME SOURCES ... [PUBLIC_LIBS names...] [PRIVATE_LIBS targets...])
#
# Defines, from one set of position-independent objects:
#   marketkit_NAME_static, marketkit_NAME_shared, and marketkit::NAME, which is the one that
#   BUILD_SHARED_LIBS asks for (static when it is unset).
# PUBLIC_LIBS are libraries of this project that its headers include.
# Public headers are include/marketkit/*.h; the exported symbols are listed in libNAME.map.
function(marketkit_library name)
  cmake_parse_arguments(PARSE_ARGV 1 arg "" "" "SOURCES;PUBLIC_LIBS;PRIVATE_LIBS")

  add_library(marketkit_${name}_objects OBJECT ${arg_SOURCES})
  target_compile_features(marketkit_${name}_objects PUBLIC c_std_11)
  set_target_properties(marketkit_${name}_objects PROPERTIES
    C_EXTENSIONS OFF C_VISIBILITY_PRESET hidden POSITION_INDEPENDENT_CODE ON)
  target_include_directories(marketkit_${name}_objects
    PUBLIC "${CMAKE_CURRENT_SOURCE_DIR}/include" PRIVATE "${CMAKE_CURRENT_SOURCE_DIR}/src")
  target_link_libraries(marketkit_${name}_objects PRIVATE marketkit_flags ${arg_PRIVATE_LIBS})
  foreach(lib IN LISTS arg_PUBLIC_LIBS)
    target_include_directories(marketkit_${name}_objects
      PUBLIC "${PROJECT_SOURCE_DIR}/lib${lib}/include")
  endforeach()

  foreach(kind IN ITEMS static shared)
    string(TOUPPER ${kind} KIND)
    set(target marketkit_${name}_${kind})
    add_library(${target} ${KIND} $<TARGET_OBJECTS:marketkit_${name}_objects>)
    set_target_properties(${target} PROPERTIES OUTPUT_NAME ${name} LINKER_LANGUAGE C
      EXPORT_NAME ${name}_${kind})
    add_library(marketkit::${name}_${kind} ALIAS ${target})
    target_include_directories(${target} PUBLIC
      "$<BUILD_INTERFACE:${CMAKE_CURRENT_SOURCE_DIR}/include>"
      "$<INSTALL_INTERFACE:${CMAKE_INSTALL_INCLUDEDIR}>")
    target_link_libraries(${target} PRIVATE "$<BUILD_INTERFACE:marketkit_flags>"
      ${arg_PRIVATE_LIBS} m)
    foreach(lib IN LISTS arg_PUBLIC_LIBS)
      target_link_libraries(${target} PUBLIC marketkit_${lib}_${kind})
    endforeach()
  endforeach()
  set_target_properties(marketkit_${name}_shared PROPERTIES
    VERSION ${PROJECT_VERSION} SOVERSION ${PROJECT_VERSION_MAJOR}
    LINK_DEPENDS "${CMAKE_CURRENT_SOURCE_DIR}/lib${name}.map")
  target_link_options(marketkit_${name}_shared PRIVATE
    "LINKER:--version-script=${CMAKE_CURRENT_SOURCE_DIR}/lib${name}.map")
  if(NOT MARKETKIT_SANITIZE) # clang's sanitizer runtime is in the executable only
    target_link_options(marketkit_${name}_shared PRIVATE LINKER:--no-undefined)
  endif()

  if(BUILD_SHARED_LIBS)
    add_library(marketkit::${name} ALIAS marketkit_${name}_shared)
  else()
    add_library(marketkit::${name} ALIAS marketkit_${name}_static)
  endif()

  install(TARGETS marketkit_${name}_static marketkit_${name}_shared EXPORT marketkit
    RUNTIME DESTINATION "${CMAKE_INSTALL_BINDIR}" COMPONENT runtime
    LIBRARY DESTINATION "${CMAKE_INSTALL_LIBDIR}" COMPONENT runtime NAMELINK_COMPONENT dev
    ARCHIVE DESTINATION "${CMAKE_INSTALL_LIBDIR}" COMPONENT dev)
  install(DIRECTORY include/marketkit DESTINATION "${CMAKE_INSTALL_INCLUDEDIR}" COMPONENT dev)
  # Relative to the .pc file itself, so that an installed tree can be moved.
  file(RELATIVE_PATH pc_includedir "/${CMAKE_INSTALL_LIBDIR}/pkgconfig"
    "/${CMAKE_INSTALL_INCLUDEDIR}")
  configure_file("${PROJECT_SOURCE_DIR}/cmake/lib${name}.pc.in" lib${name}.pc @ONLY)
  install(FILES "${CMAKE_CURRENT_BINARY_DIR}/lib${name}.pc"
    DESTINATION "${CMAKE_INSTALL_LIBDIR}/pkgconfig" COMPONENT dev)
endfunction()
