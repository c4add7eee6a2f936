# SPDX-License-Identifier: GPL-2.0-or-later
#
# `cpack -G DEB` and `cpack -G TGZ` in the folder of a release build. A package fits the Wireshark that it was built
# with: its version says which, the plugin lies in the folder of that version, and the .deb depends on the libwireshark
# that the plugin is linked to. DEBFULLNAME and DEBEMAIL name the maintainer, as everywhere in Debian.

set(CPACK_PACKAGE_NAME wireshark-sipdiag)
set(CPACK_PACKAGE_VERSION "${PROJECT_VERSION}")
set(CPACK_PACKAGE_DESCRIPTION_SUMMARY "${PROJECT_DESCRIPTION}")
set(CPACK_PACKAGE_DESCRIPTION
"It pairs every SIP request with its responses and its ACK, whatever the
transport, and names the byte that earned a 400 Bad Request or the ACK that is
missing, wrong, lost or late, with the frames that each verdict rests on.
The command sipdiag reports on captures in scripts; a Wireshark profile brings
columns, colours and filter buttons.")
set(CPACK_PACKAGING_INSTALL_PREFIX "${CMAKE_INSTALL_PREFIX}")
set(system "${CMAKE_SYSTEM_NAME}-${CMAKE_SYSTEM_PROCESSOR}")
set(CPACK_PACKAGE_FILE_NAME "wireshark-sipdiag-${PROJECT_VERSION}-wireshark${SIPDIAG_PLUGIN_FOLDER}-${system}")
set(CPACK_STRIP_FILES ON)

# One package of all components; which, and who makes it, says PackagingOf.cmake.
set(CPACK_COMPONENTS_ALL plugin profile command docs legal)
set(CPACK_COMPONENTS_GROUPING ALL_COMPONENTS_IN_ONE)
set(CPACK_DEB_COMPONENT_INSTALL ON)
set(CPACK_ARCHIVE_COMPONENT_INSTALL ON)
set(CPACK_COMPONENT_INCLUDE_TOPLEVEL_DIRECTORY OFF) # the archive is to be unpacked under /
set(CPACK_PROJECT_CONFIG_FILE "${PROJECT_SOURCE_DIR}/cmake/PackagingOf.cmake")
set(CPACK_PRE_BUILD_SCRIPTS "${PROJECT_SOURCE_DIR}/cmake/PackagingModes.cmake")

# The .deb. Its version sorts by Wireshark's, so that an upgrade of the system finds the package that fits.
set(debian_version "${PROJECT_VERSION}-1+ws${SIPDIAG_PLUGIN_FOLDER}")
set(CPACK_DEBIAN_PACKAGE_RELEASE "1+ws${SIPDIAG_PLUGIN_FOLDER}")
set(CPACK_DEBIAN_FILE_NAME DEB-DEFAULT)
set(CPACK_DEBIAN_PACKAGE_SECTION net)
set(CPACK_DEBIAN_PACKAGE_PRIORITY optional)
set(CPACK_DEBIAN_PACKAGE_SHLIBDEPS ON) # libwireshark by its soname: libwireshark16 is Wireshark 4.0
set(CPACK_DEBIAN_PACKAGE_DEPENDS "python3:any, tshark")
set(CPACK_DEBIAN_PACKAGE_SUGGESTS "wireshark")
set(CPACK_DEBIAN_PACKAGE_ENHANCES "wireshark")
set(CPACK_DEBIAN_PACKAGE_CONTROL_STRICT_PERMISSION ON)
set(CPACK_DEBIAN_COMPRESSION_TYPE xz)

install(CODE "
  set(source \"${PROJECT_SOURCE_DIR}\")
  set(doc_dir \"${doc_dir}\")
  set(debian_version \"${debian_version}\")
  set(PROJECT_VERSION \"${PROJECT_VERSION}\")
  set(SIPDIAG_PLUGIN_FOLDER \"${SIPDIAG_PLUGIN_FOLDER}\")
  include(\"${PROJECT_SOURCE_DIR}/cmake/debian/files.cmake\")"
  COMPONENT debian EXCLUDE_FROM_ALL)

include(CPack)
