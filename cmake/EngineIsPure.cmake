# SPDX-License-Identifier: GPL-2.0-or-later
#
# Fails if a file of the engine includes epan: the engine's tests and fuzzers run without Wireshark.
# Usage: cmake -D ENGINE=folder -P EngineIsPure.cmake

file(GLOB files "${ENGINE}/*.[ch]")
if(NOT files)
  message(FATAL_ERROR "No engine in ${ENGINE}")
endif()
foreach(file IN LISTS files)
  file(STRINGS "${file}" lines REGEX "^[ \t]*#[ \t]*include[ \t]*[<\"](epan/|ws_compat)")
  if(lines)
    message(SEND_ERROR "${file}: ${lines}")
  endif()
endforeach()
