# easel_room(<name> DEPS <targets…>): one static library `easel_<name>` out of the room's own *.cc files (sub-folders
# included), and one test program `<name>_test` out of its *_test.cc files.
# SOURCES_IN <folders…> takes these sub-folders only, WITHOUT <files or folders/…> leaves these out: for a room of several libraries.
# The edges allowed between rooms are those of src/rooms.txt; tests/architecture checks the includes against it.
function(easel_room name)
  cmake_parse_arguments(ROOM "" "" "DEPS;TEST_DEPS;SOURCES_IN;WITHOUT" ${ARGN})
  set(patterns ${CMAKE_CURRENT_SOURCE_DIR}/*.cc)
  if(ROOM_SOURCES_IN)
    list(TRANSFORM ROOM_SOURCES_IN REPLACE ".+" "${CMAKE_CURRENT_SOURCE_DIR}/\\0/*.cc" OUTPUT_VARIABLE patterns)
  endif()
  file(GLOB_RECURSE sources CONFIGURE_DEPENDS ${patterns})
  foreach(file ${ROOM_WITHOUT})
    list(FILTER sources EXCLUDE REGEX "^${CMAKE_CURRENT_SOURCE_DIR}/${file}")
  endforeach()
  set(tests ${sources})
  list(FILTER sources EXCLUDE REGEX "_test\\.cc$|main\\.cc$")
  list(FILTER tests INCLUDE REGEX "_test\\.cc$")
  add_library(easel_${name} STATIC ${sources})
  target_link_libraries(easel_${name} PUBLIC easel_compiler ${ROOM_DEPS})
  if(EASEL_TESTS AND tests)
    add_executable(${name}_test ${tests})
    target_link_libraries(${name}_test PRIVATE easel_${name} ${ROOM_TEST_DEPS} GTest::gmock GTest::gtest_main)
    target_compile_definitions(${name}_test PRIVATE
      EASEL_SOURCE_DIR="${CMAKE_SOURCE_DIR}" EASEL_BIN_DIR="${CMAKE_RUNTIME_OUTPUT_DIRECTORY}"
      EASEL_WEIGHTS_DIR="${CMAKE_SOURCE_DIR}/build/weights")
    gtest_discover_tests(${name}_test PROPERTIES LABELS unit TIMEOUT 120 DISCOVERY_MODE PRE_TEST)
  endif()
endfunction()
