# Language level, warnings and sanitizers, on one interface target that every room links.
set(CMAKE_CXX_STANDARD 23)
set(CMAKE_CXX_STANDARD_REQUIRED ON)
set(CMAKE_CXX_EXTENSIONS OFF)
set(CMAKE_EXPORT_COMPILE_COMMANDS ON)
set(CMAKE_POSITION_INDEPENDENT_CODE ON)  # the rooms go into easel-engine.so as well
set(CMAKE_RUNTIME_OUTPUT_DIRECTORY ${CMAKE_BINARY_DIR}/bin)

add_library(easel_compiler INTERFACE)
target_compile_options(easel_compiler INTERFACE
  -Wall -Wextra -Wpedantic -Werror -Wshadow -Wconversion -Wno-sign-conversion -Wnon-virtual-dtor
  -Woverloaded-virtual -Wno-missing-field-initializers -fno-strict-overflow)
if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU")
  # GCC 12 reports false positives inside libstdc++ and Boost at -O2.
  target_compile_options(easel_compiler INTERFACE
    -Wno-maybe-uninitialized -Wno-array-bounds -Wno-stringop-overflow -Wno-stringop-overread -Wno-restrict
    -Wno-mismatched-new-delete)
else()
  # Clang finds that libstdc++ 12 sorts with what C++17 deprecates.
  target_compile_options(easel_compiler INTERFACE -Wno-deprecated-declarations)
endif()
target_include_directories(easel_compiler INTERFACE ${CMAKE_SOURCE_DIR}/src)

if(EASEL_MARCH)
  target_compile_options(easel_compiler INTERFACE -march=${EASEL_MARCH})
elseif(CMAKE_SYSTEM_PROCESSOR STREQUAL "x86_64")
  target_compile_options(easel_compiler INTERFACE -march=x86-64-v3)
endif()

if(EASEL_SANITIZE)
  target_compile_options(easel_compiler INTERFACE -fsanitize=${EASEL_SANITIZE} -fno-omit-frame-pointer -g1)
  target_link_options(easel_compiler INTERFACE -fsanitize=${EASEL_SANITIZE})
  if(EASEL_SANITIZE MATCHES "undefined")
    # The check of virtual tables asks the kernel through a pipe, which the decoders' sandbox does not grant: it would cry wolf.
    target_compile_options(easel_compiler INTERFACE -fno-sanitize-recover=undefined
      $<$<BOOL:$<TARGET_PROPERTY:EASEL_SANDBOXED>>:-fno-sanitize=vptr>)
  endif()
endif()

if(EASEL_SANITIZE STREQUAL "thread")
  # ThreadSanitizer does not know fences; Asio's queues are ordered by mutexes as well.
  target_compile_definitions(easel_compiler INTERFACE BOOST_ASIO_DISABLE_FENCED_BLOCK)
endif()

if(EASEL_FUZZ)
  # Coverage feedback for the fuzzers; only they link libFuzzer itself (fuzz/CMakeLists.txt).
  target_compile_options(easel_compiler INTERFACE -fsanitize=fuzzer-no-link)
endif()

find_program(CCACHE ccache)
if(CCACHE)
  set(CMAKE_CXX_COMPILER_LAUNCHER ${CCACHE})
endif()
find_program(MOLD mold)
if(MOLD AND CMAKE_CXX_COMPILER_ID STREQUAL "GNU")
  target_link_options(easel_compiler INTERFACE -fuse-ld=mold)
endif()
