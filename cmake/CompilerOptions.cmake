# SPDX-License-Identifier: GPL-2.0-or-later
#
# sipdiag_compiler_options: warnings, hardening and sanitizers for everything that is ours.

option(SIPDIAG_WERROR "Treat warnings as errors" OFF)
set(SIPDIAG_SANITIZE "" CACHE STRING "Sanitizers to build with, such as address,undefined")

add_library(sipdiag_compiler_options INTERFACE)
target_compile_options(sipdiag_compiler_options INTERFACE
  -Wall -Wextra -Wshadow -Wstrict-prototypes -Wmissing-prototypes -Wformat=2 -Wno-unused-parameter
  $<$<BOOL:${SIPDIAG_WERROR}>:-Werror>)

if(SIPDIAG_SANITIZE)
  # Undefined behaviour ends the program: a test cannot pass over it.
  set(sanitize -fsanitize=${SIPDIAG_SANITIZE} -fno-sanitize-recover=all -fno-omit-frame-pointer)
  target_compile_options(sipdiag_compiler_options INTERFACE ${sanitize})
  target_link_options(sipdiag_compiler_options INTERFACE ${sanitize})
else()
  # Some compilers define _FORTIFY_SOURCE themselves, to another value.
  target_compile_options(sipdiag_compiler_options INTERFACE -fstack-protector-strong
    "$<$<NOT:$<CONFIG:Debug>>:SHELL:-U_FORTIFY_SOURCE -D_FORTIFY_SOURCE=2>")
endif()
