# SPDX-License-Identifier: GPL-2.0-or-later
#
# What is known only when a package is made; cpack reads it once for each kind of package.

include("${CMAKE_CURRENT_LIST_DIR}/debian/maintainer.cmake")
set(CPACK_PACKAGE_CONTACT "${maintainer}")
set(CPACK_DEBIAN_PACKAGE_MAINTAINER "${maintainer}")

if(CPACK_GENERATOR STREQUAL "DEB")
  list(REMOVE_ITEM CPACK_COMPONENTS_ALL legal)
  list(APPEND CPACK_COMPONENTS_ALL debian)
endif()
