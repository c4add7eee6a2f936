# SPDX-License-Identifier: GPL-2.0-or-later
#
# Finds Wireshark's headers and libraries: by Wireshark's own CMake package, else by pkg-config (some
# distributions put the CMake package elsewhere). Either way the rest of the build sees
#
#   sipdiag_sdk_epan, sipdiag_sdk_wsutil   libraries to link with; headers are SYSTEM: their warnings are not ours
#   SIPDIAG_WIRESHARK_VERSION              4.0.17
#   SIPDIAG_PLUGIN_DIR                     /usr/lib/…/wireshark/plugins/4.0
#   SIPDIAG_PLUGIN_FOLDER                  4.0, or 4-0: macOS wants no dot there, Wireshark's own files know that
#   SIPDIAG_PLUGIN_DESTINATION             where `cmake --install` puts the plugin, in the prefix
#   SIPDIAG_DATA_DIR                       /usr/share/wireshark: Wireshark's own files, global profiles among them

find_package(PkgConfig REQUIRED)
pkg_check_modules(GLIB REQUIRED IMPORTED_TARGET glib-2.0)
find_package(Wireshark CONFIG QUIET)

add_library(sipdiag_sdk_wsutil INTERFACE)
add_library(sipdiag_sdk_epan INTERFACE)

if(Wireshark_FOUND)
  set(SIPDIAG_WIRESHARK_VERSION "${Wireshark_VERSION}")
  set(SIPDIAG_PLUGIN_DIR "${Wireshark_PLUGIN_INSTALL_DIR}")
  set(wireshark_prefix "${Wireshark_INSTALL_PREFIX}")
  target_include_directories(sipdiag_sdk_wsutil SYSTEM INTERFACE "${Wireshark_INCLUDE_DIR}")
  target_link_libraries(sipdiag_sdk_wsutil INTERFACE wsutil)
  target_link_libraries(sipdiag_sdk_epan INTERFACE epan)
else()
  pkg_check_modules(WIRESHARK REQUIRED wireshark)
  pkg_get_variable(SIPDIAG_PLUGIN_DIR wireshark plugindir)
  pkg_get_variable(wireshark_prefix wireshark prefix)
  set(SIPDIAG_WIRESHARK_VERSION "${WIRESHARK_VERSION}")
  find_library(WIRESHARK_WSUTIL_LIBRARY wsutil HINTS ${WIRESHARK_LIBRARY_DIRS} REQUIRED)
  find_library(WIRESHARK_EPAN_LIBRARY wireshark HINTS ${WIRESHARK_LIBRARY_DIRS} REQUIRED)
  target_include_directories(sipdiag_sdk_wsutil SYSTEM INTERFACE ${WIRESHARK_INCLUDE_DIRS})
  target_link_libraries(sipdiag_sdk_wsutil INTERFACE "${WIRESHARK_WSUTIL_LIBRARY}")
  target_link_libraries(sipdiag_sdk_epan INTERFACE "${WIRESHARK_EPAN_LIBRARY}")
endif()
target_link_libraries(sipdiag_sdk_wsutil INTERFACE PkgConfig::GLIB)
target_link_libraries(sipdiag_sdk_epan INTERFACE sipdiag_sdk_wsutil)

if(SIPDIAG_WIRESHARK_VERSION VERSION_LESS 4.0)
  message(FATAL_ERROR "Wireshark 4.0 or newer is needed, this is ${SIPDIAG_WIRESHARK_VERSION}")
endif()
if(NOT SIPDIAG_PLUGIN_DIR)
  message(FATAL_ERROR "This Wireshark was built without support for plugins")
endif()
get_filename_component(SIPDIAG_PLUGIN_FOLDER "${SIPDIAG_PLUGIN_DIR}" NAME)

# Relative to Wireshark's own prefix, so that --prefix and DESTDIR still mean something.
if(CMAKE_INSTALL_PREFIX_INITIALIZED_TO_DEFAULT)
  set(CMAKE_INSTALL_PREFIX "${wireshark_prefix}" CACHE PATH "Wireshark's own prefix" FORCE)
endif()
file(RELATIVE_PATH plugin_dir_in_prefix "${wireshark_prefix}" "${SIPDIAG_PLUGIN_DIR}")
set(SIPDIAG_PLUGIN_DESTINATION "${plugin_dir_in_prefix}/epan")
set(SIPDIAG_DATA_DIR "${wireshark_prefix}/share/wireshark")

message(STATUS "Wireshark ${SIPDIAG_WIRESHARK_VERSION}, plugins in ${SIPDIAG_PLUGIN_DIR}")
