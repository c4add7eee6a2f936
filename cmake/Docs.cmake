# SPDX-License-Identifier: GPL-2.0-or-later
#
# write_docs prints the pages of docs/ that are made of the engine's tables, write_fields.py the one that is made of
# what the plugin registers, write_man.py the man page, of the driver's options; a test compares them with what is
# there. The target `docs` writes them anew.

add_executable(write_docs tools/write_docs.c)
target_link_libraries(write_docs PRIVATE sipdiag_engine sipdiag_compiler_options)

add_custom_target(docs
  COMMAND write_docs causes > "${PROJECT_SOURCE_DIR}/docs/causes.md"
  COMMAND write_docs status > "${PROJECT_SOURCE_DIR}/docs/status-codes.md"
  COMMAND "${PROJECT_SOURCE_DIR}/tools/write_fields.py" "${PROJECT_SOURCE_DIR}/docs/fields.md"
  COMMAND "${PROJECT_SOURCE_DIR}/tools/write_man.py" "${PROJECT_SOURCE_DIR}/man/sipdiag.1"
  DEPENDS sipdiag
  VERBATIM)
