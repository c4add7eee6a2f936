# SPDX-License-Identifier: GPL-2.0-or-later
#
# Writes what Debian wants in share/doc besides, when the package is made: its own changelog, ours, the copyright.
# The caller has set `source`, `doc_dir` and what changelog.in asks for.

include("${CMAKE_CURRENT_LIST_DIR}/maintainer.cmake")
string(TIMESTAMP date "%a, %d %b %Y %H:%M:%S +0000" UTC) # or SOURCE_DATE_EPOCH

set(doc "$ENV{DESTDIR}${CMAKE_INSTALL_PREFIX}/${doc_dir}")
file(MAKE_DIRECTORY "${doc}")
configure_file("${CMAKE_CURRENT_LIST_DIR}/changelog.in" "${doc}/changelog.Debian" @ONLY)
configure_file("${CMAKE_CURRENT_LIST_DIR}/copyright" "${doc}/copyright" COPYONLY)
configure_file("${source}/CHANGELOG.md" "${doc}/changelog" COPYONLY)
execute_process(COMMAND gzip -9 -n -f "${doc}/changelog.Debian" "${doc}/changelog" COMMAND_ERROR_IS_FATAL ANY)
file(CHMOD "${doc}/copyright" "${doc}/changelog.Debian.gz" "${doc}/changelog.gz"
  FILE_PERMISSIONS OWNER_READ OWNER_WRITE GROUP_READ WORLD_READ)
