# SPDX-License-Identifier: GPL-2.0-or-later
#
# Runs between the installation into cpack's folder and the packing: folders are open to all, whatever the umask of who
# packs. CMake sets the permissions of files by itself, those of folders only as far as the umask lets it.

file(CHMOD_RECURSE "${CPACK_TEMPORARY_DIRECTORY}" DIRECTORY_PERMISSIONS
  OWNER_READ OWNER_WRITE OWNER_EXECUTE GROUP_READ GROUP_EXECUTE WORLD_READ WORLD_EXECUTE)
