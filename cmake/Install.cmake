# SPDX-License-Identifier: GPL-2.0-or-later
#
# What `cmake --install` and the packages put where, below the prefix; DESTDIR and --prefix are honoured.
#
#   component  holds
#   plugin     the plugin, in Wireshark's folder for its version
#   profile    the profile, among Wireshark's own
#   command    sipdiag: bin/sipdiag, share/sipdiag, the man page
#   docs       share/doc/wireshark-sipdiag
#   legal      licence and changelog
#   debian     the same as Debian wants it; only in its package

set(profile_name "SIP Diagnosis")
set(command_dir share/sipdiag)
set(man_page share/man/man1/sipdiag.1)
set(doc_dir share/doc/wireshark-sipdiag)

# build.json, for the driver: what this build is, where Wireshark looks, and where the parts are, seen from the file.
set(plugin sipdiag.so)
set(profile "${PROJECT_SOURCE_DIR}/profiles/${profile_name}")
set(man "${PROJECT_SOURCE_DIR}/man/sipdiag.1")
configure_file(cmake/build.json.in "${PROJECT_BINARY_DIR}/build.json" @ONLY)
file(RELATIVE_PATH plugin "/${command_dir}" "/${SIPDIAG_PLUGIN_DESTINATION}/sipdiag.so")
file(RELATIVE_PATH profile "/${command_dir}" "/share/wireshark/profiles/${profile_name}")
file(RELATIVE_PATH man "/${command_dir}" "/${man_page}.gz")
configure_file(cmake/build.json.in "${PROJECT_BINARY_DIR}/install/build.json" @ONLY)

# Writes a file as it is kept below share/doc and share/man: without the time in it, so that builds are alike.
function(compress source target)
  execute_process(COMMAND gzip -9 -n -c "${source}" OUTPUT_FILE "${target}" COMMAND_ERROR_IS_FATAL ANY)
  set_property(DIRECTORY APPEND PROPERTY CMAKE_CONFIGURE_DEPENDS "${source}")
endfunction()

install(TARGETS sipdiag LIBRARY DESTINATION "${SIPDIAG_PLUGIN_DESTINATION}" COMPONENT plugin)

install(DIRECTORY "profiles/${profile_name}" DESTINATION share/wireshark/profiles COMPONENT profile)

install(PROGRAMS sipdiag DESTINATION "${command_dir}" COMPONENT command)
install(DIRECTORY driver DESTINATION "${command_dir}" COMPONENT command
  PATTERN testing.py EXCLUDE # there is nothing to test or to set up without the sources
  PATTERN setup.sh EXCLUDE
  PATTERN __pycache__ EXCLUDE)
install(FILES "${PROJECT_BINARY_DIR}/install/build.json" DESTINATION "${command_dir}" COMPONENT command)
file(CREATE_LINK "../${command_dir}/sipdiag" "${PROJECT_BINARY_DIR}/install/sipdiag" SYMBOLIC)
install(FILES "${PROJECT_BINARY_DIR}/install/sipdiag" DESTINATION bin COMPONENT command)
compress("${PROJECT_SOURCE_DIR}/man/sipdiag.1" "${PROJECT_BINARY_DIR}/install/sipdiag.1.gz")
install(FILES "${PROJECT_BINARY_DIR}/install/sipdiag.1.gz" DESTINATION share/man/man1 COMPONENT command)

install(FILES README.md DESTINATION "${doc_dir}" COMPONENT docs)
install(DIRECTORY docs DESTINATION "${doc_dir}" COMPONENT docs)
install(FILES LICENSE CHANGELOG.md DESTINATION "${doc_dir}" COMPONENT legal)
