# SPDX-License-Identifier: GPL-2.0-or-later
#
# Each tests/unit/test_*.c is a program on the engine, and a test of CTest. The other files of that folder are
# linked into all of them.

file(GLOB unit_tests CONFIGURE_DEPENDS tests/unit/test_*.c)
file(GLOB unit_helpers CONFIGURE_DEPENDS tests/unit/*.c)
list(REMOVE_ITEM unit_helpers ${unit_tests})
add_library(unit_helpers OBJECT ${unit_helpers}) # compiled once
target_include_directories(unit_helpers PUBLIC tests/unit)
target_link_libraries(unit_helpers PUBLIC sipdiag_engine PRIVATE sipdiag_compiler_options)

foreach(source IN LISTS unit_tests)
  get_filename_component(name "${source}" NAME_WE)
  add_executable(${name} "${source}")
  target_link_libraries(${name} PRIVATE unit_helpers sipdiag_compiler_options)
  add_test(NAME ${name} COMMAND ${name} WORKING_DIRECTORY "${PROJECT_SOURCE_DIR}")
  set_tests_properties(${name} PROPERTIES TIMEOUT 600 ENVIRONMENT "ASAN_OPTIONS=detect_leaks=1")
endforeach()

add_test(NAME engine_is_pure
  COMMAND "${CMAKE_COMMAND}" -D "ENGINE=${PROJECT_SOURCE_DIR}/plugin/engine"
          -P "${PROJECT_SOURCE_DIR}/cmake/EngineIsPure.cmake")

# What tests/test_model.py plays random calls into.
add_executable(replay tests/model/replay.c)
target_link_libraries(replay PRIVATE sipdiag_engine sipdiag_compiler_options)

# Measures, does not judge: built by name, run by hand.
foreach(bench bench_engine bench_calls)
  add_executable(${bench} EXCLUDE_FROM_ALL tests/bench/${bench}.c)
  target_link_libraries(${bench} PRIVATE sipdiag_engine sipdiag_compiler_options)
endforeach()
