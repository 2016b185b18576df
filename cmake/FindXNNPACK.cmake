# Debian's XNNPACK has neither a CMake config nor a .pc file. Defines the target XNNPACK::XNNPACK.
find_path(XNNPACK_INCLUDE_DIR xnnpack.h)
find_library(XNNPACK_LIBRARY XNNPACK)
find_library(PTHREADPOOL_LIBRARY pthreadpool)
find_library(CPUINFO_LIBRARY cpuinfo)
include(FindPackageHandleStandardArgs)
find_package_handle_standard_args(XNNPACK DEFAULT_MSG
  XNNPACK_LIBRARY PTHREADPOOL_LIBRARY CPUINFO_LIBRARY XNNPACK_INCLUDE_DIR)
if(XNNPACK_FOUND AND NOT TARGET XNNPACK::XNNPACK)
  add_library(XNNPACK::XNNPACK INTERFACE IMPORTED)
  target_include_directories(XNNPACK::XNNPACK SYSTEM INTERFACE ${XNNPACK_INCLUDE_DIR})
  target_link_libraries(XNNPACK::XNNPACK INTERFACE ${XNNPACK_LIBRARY} ${PTHREADPOOL_LIBRARY} ${CPUINFO_LIBRARY})
endif()
