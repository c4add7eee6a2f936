# SPDX-License-Identifier: GPL-2.0-or-later
#
# Each tests/fuzz/fuzz_*.c is a libFuzzer target on the engine, which is built with the coverage that libFuzzer steers by
# (preset fuzz).

if(NOT CMAKE_C_COMPILER_ID STREQUAL "Clang")
  message(FATAL_ERROR "libFuzzer comes with clang, this is ${CMAKE_C_COMPILER_ID}")
endif()

file(GLOB fuzz_targets CONFIGURE_DEPENDS tests/fuzz/fuzz_*.c)
foreach(source IN LISTS fuzz_targets)
  get_filename_component(name "${source}" NAME_WE)
  add_executable(${name} "${source}")
  target_include_directories(${name} PRIVATE tests/unit)
  target_link_libraries(${name} PRIVATE sipdiag_engine sipdiag_compiler_options)
  target_link_options(${name} PRIVATE -fsanitize=fuzzer)
endforeach()
