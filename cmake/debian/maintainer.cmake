# SPDX-License-Identifier: GPL-2.0-or-later
#
# Sets `maintainer`: who makes the package, as Debian's tools find it out, DEBFULLNAME <DEBEMAIL>.

set(maintainer_name "$ENV{DEBFULLNAME}")
set(maintainer_mail "$ENV{DEBEMAIL}")
if(NOT maintainer_name)
  set(maintainer_name "sipdiag")
endif()
if(NOT maintainer_mail)
  cmake_host_system_information(RESULT host QUERY FQDN)
  set(maintainer_mail "sipdiag@${host}")
endif()
set(maintainer "${maintainer_name} <${maintainer_mail}>")
