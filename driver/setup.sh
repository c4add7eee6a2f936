# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck shell=sh disable=SC2154
#
# Set-up, sourced by ../sipdiag, which has set $root (the checkout) and $python: installs the packages that are
# missing, builds the plugin, and remembers that it did. Afterwards $build is the folder with release/ (and
# sanitizers/, for the tests). Whatever fails ends the program with status 3.

# level, what must be there, and the packages that bring it. cmd: one of these programs; pc: a pkg-config module;
# py: a Python module. A level includes `python` and, but for `python` itself, `build`; `test` includes `analysis` where
# SIPDIAG_ANALYSIS is set. A dash: nothing to install. Only the column of apt is tested.
requirements() {
    cat <<'TABLE'
python py:json         python3           python3           python        python3            python
build  cmd:cc,gcc      gcc,libc6-dev     gcc               gcc           gcc                -
build  cmd:cmake       cmake             cmake             cmake         cmake              cmake
build  cmd:ninja,make  ninja-build       ninja-build       ninja         ninja              ninja
build  cmd:pkg-config  pkgconf           pkgconf           pkgconf       pkgconf-pkg-config pkgconf
build  pc:glib-2.0     libglib2.0-dev    glib2-devel       glib2         glib2-devel        glib
build  pc:wireshark    libwireshark-dev  wireshark-devel   wireshark-cli wireshark-devel    wireshark
build  cmd:tshark      tshark            wireshark-cli     wireshark-cli wireshark          wireshark
gui    cmd:wireshark   wireshark         wireshark         wireshark-qt  wireshark-ui-qt    wireshark
test   cmd:wireshark   wireshark         wireshark         wireshark-qt  wireshark-ui-qt    wireshark
test   py:pytest       python3-pytest    python3-pytest    python-pytest python3-pytest     pytest
test   py:xdist        python3-pytest-xdist python3-pytest-xdist python-pytest-xdist python3-pytest-xdist -
test   py:scapy        python3-scapy     python3-scapy     python-scapy  python3-scapy      scapy
test   py:jsonschema   python3-jsonschema python3-jsonschema python-jsonschema python3-jsonschema -
test   cmd:Xvfb        xvfb,xauth        xorg-x11-server-Xvfb xorg-server-xvfb xvfb-run      -
test   cmd:xdotool     xdotool           xdotool           xdotool       xdotool            -
test   cmd:xwininfo    x11-utils         xwininfo          xorg-xwininfo xwininfo           -
test   cmd:import      imagemagick       ImageMagick       imagemagick   ImageMagick        imagemagick
test   cmd:dpkg-shlibdeps dpkg-dev      -                 -             -                  -
test   cmd:lintian     lintian           -                 -             -                  -
test   cmd:debootstrap debootstrap       -                 -             -                  -
test   cmd:mandoc      mandoc            -                 -             -                  -
test   cmd:parallel    parallel          parallel          parallel      gnu_parallel       parallel
test   cmd:rsync       rsync             rsync             rsync         rsync              rsync
test   cmd:ssh         openssh-client    openssh-clients   openssh       openssh-clients    -
test   cmd:ps          procps            procps-ng         procps-ng     procps             -
test   cmd:jq          jq                jq                jq            jq                 jq
test   cmd:cmark-gfm   cmark-gfm         cmark-gfm         cmark-gfm     -                  cmark-gfm
test   cmd:zstd        zstd              zstd              zstd          zstd               zstd
test   cmd:lz4         lz4               lz4               lz4           lz4                lz4
test   cmd:tesseract   tesseract-ocr     tesseract         tesseract,tesseract-data-eng tesseract-ocr tesseract
test   cmd:chromium    chromium          chromium          chromium      chromium           -
test   cmd:chromedriver chromium-driver  chromedriver      chromium      chromedriver       -
test   py:selenium     python3-selenium  python3-selenium  python-selenium python3-selenium -
test   py:html5lib     python3-html5lib  python3-html5lib  python-html5lib python3-html5lib -
test   cmd:pdftotext   poppler-utils     poppler-utils     poppler       poppler-tools      poppler
analysis cmd:clang     clang,libclang-rt-dev clang,compiler-rt clang,compiler-rt clang    -
analysis cmd:clang-tidy clang-tidy       clang-tools-extra clang       clang              -
analysis cmd:cppcheck  cppcheck          cppcheck          cppcheck      cppcheck           cppcheck
analysis cmd:valgrind  valgrind          valgrind          valgrind      valgrind           valgrind
analysis cmd:hyperfine hyperfine         hyperfine         hyperfine     hyperfine          hyperfine
analysis cmd:sngrep    sngrep            sngrep            sngrep        sngrep             sngrep
analysis cmd:/usr/bin/time time          time              time          time               -
TABLE
}

say() {
    printf 'sipdiag: %s\n' "$*" >&2
}

# Ends the program with the last lines of what the package manager or the compiler said.
fail() {
    say "$1; the end of $log:"
    tail -n "${2:-20}" "$log" >&2
    exit 3
}

has() {
    case $1 in
        cmd:*)
            for candidate in $(printf %s "${1#cmd:}" | tr , ' '); do
                command -v "$candidate" >/dev/null 2>&1 && return 0
            done
            return 1
            ;;
        pc:*) pkg-config --exists "${1#pc:}" 2>/dev/null ;;
        py:*)
            "$python" -c "import importlib.util as u, sys; sys.exit(u.find_spec('${1#py:}') is None)" 2>/dev/null
            ;;
    esac
}

# Prints the packages that a level still lacks, in the names of column $2, without repeats.
missing_packages() {
    requirements | while read -r needed_for what apt dnf pacman zypper brew; do
        case $needed_for in
            python | "$1") ;;
            build) [ "$1" = python ] && continue ;;
            analysis) [ "$1${SIPDIAG_ANALYSIS:+ analysis}" = 'test analysis' ] || continue ;;
            *) continue ;;
        esac
        has "$what" && continue
        case $2 in
            apt-get) packages=$apt ;;
            dnf) packages=$dnf ;;
            pacman) packages=$pacman ;;
            zypper) packages=$zypper ;;
            brew) packages=$brew ;;
            *) packages=${what#*:} ;;
        esac
        [ "$packages" = - ] || printf '%s\n' "$packages" | tr , '\n'
    done | awk '!seen[$0]++' | tr '\n' ' ' | sed 's/ $//'
}

find_manager() {
    for manager in apt-get dnf pacman zypper brew none; do
        command -v "$manager" >/dev/null 2>&1 && break
    done
    refresh=
    case $manager in
        apt-get)
            refresh='apt-get update'
            install='apt-get install -y --no-install-recommends'
            ;;
        dnf) install='dnf install -y' ;;
        pacman) install='pacman -Sy --needed --noconfirm' ;;
        zypper) install='zypper --non-interactive install' ;;
        brew) install='brew install' ;;
        none) ;;
    esac
}

# Sets $as_root to what goes in front of a command that needs root; fails where there is no way to become root.
find_root() {
    as_root=
    [ "$(id -u)" -eq 0 ] || [ "$manager" = brew ] && return 0
    command -v sudo >/dev/null 2>&1 || return 1
    as_root=sudo
    sudo -n true 2>/dev/null && return 0
    # With a person at the terminal, sudo may ask for the password.
    [ -t 0 ] && [ -t 2 ] && sudo -v
}

run_as_root() {
    # The question of wireshark-common, who may capture, must not wait for an answer.
    # shellcheck disable=SC2086
    $as_root env DEBIAN_FRONTEND=noninteractive NEEDRESTART_MODE=l "$@" </dev/null >>"$log" 2>&1 9>&-
}

install_packages() {
    find_manager
    missing=$(missing_packages "$1" "$manager")
    [ -n "$missing" ] || return 0
    if [ "$manager" = none ]; then
        say "please install, no package manager known here: $missing"
        exit 3
    fi
    # A machine that has never fetched apt's package list knows none of these names.
    # shellcheck disable=SC2086
    if [ -z "$refresh" ] || apt-cache show --no-all-versions $missing >/dev/null 2>&1; then
        fetch=
    else
        fetch=$refresh
    fi
    if ! find_root; then
        command="$install $missing"
        if ! command -v sudo >/dev/null 2>&1; then
            command="su -c '${fetch:+$fetch && }$command'"
        else
            command="${fetch:+sudo $fetch && }sudo $command"
        fi
        say 'packages are missing, and installing them takes root; run this once:'
        printf '%s\n' "$command" >&2
        exit 3
    fi

    say "installing $missing"
    # Another program, or another call of this one, may be installing at this moment. A file of settings that somebody
    # has changed stays as it is: there is nobody to ask.
    unattended=
    [ "$manager" != apt-get ] || unattended='-o DPkg::Lock::Timeout=300 -o Dpkg::Options::=--force-confdef
        -o Dpkg::Options::=--force-confold'
    # shellcheck disable=SC2086
    {
        [ -z "$fetch" ] || run_as_root $fetch || fail 'the package list could not be fetched'
        if ! run_as_root $install $unattended $missing; then
            # An old list names files that the mirror no longer has.
            { [ -n "$refresh" ] && [ -z "$fetch" ] && run_as_root $refresh &&
                run_as_root $install $unattended $missing; } || fail 'the packages could not be installed'
        fi
    }
    missing=$(missing_packages "$1" "$manager")
    [ -z "$missing" ] || fail "still missing after the installation: $missing"
}

# What a build is for: this checkout, at this place, and this Wireshark, by whatever path it is found.
fingerprint() {
    tshark=$(command -v tshark)
    identity=$(ls -lLn "$tshark" 2>/dev/null)
    printf '%s\n%s\n' "$root" "${identity%"$tshark"}"
}

# Is the build in folder $1 still that of these sources and of the Wireshark that is installed?
is_current() {
    [ -f "$1/sipdiag.so" ] && [ -f "$1/ready" ] && [ "$(cat "$1/ready")" = "$(fingerprint)" ] &&
        [ -z "$(find "$root/plugin" "$root/cmake" "$root/CMakeLists.txt" "$root/CMakePresets.json" \
            "$root/driver/setup.sh" -newer "$1/ready" -print -quit)" ]
}

cache_folder() {
    printf %s "${XDG_CACHE_HOME:-${HOME:-/nonexistent}/.cache}/sipdiag/$(printf %s "$root" | cksum | tr ' ' -)"
}

# Sets $build: in the checkout, or in the user's cache where the checkout belongs to somebody else.
choose_place() {
    build=$root/build
    if [ -e "$build" ]; then
        [ -w "$build" ] && { [ ! -e "$build/release" ] || [ -w "$build/release" ]; }
    else
        [ -w "$root" ]
    fi || build=$(cache_folder)
    if ! mkdir -p "$build" 2>/dev/null || [ ! -w "$build" ]; then
        say "cannot write to $build"
        exit 3
    fi
    log=$build/setup.log
}

# One set-up at a time in a place; the system lifts the lock when this process ends.
lock() {
    if command -v flock >/dev/null 2>&1; then
        exec 9>"$build/lock"
        flock -n 9 || { say 'waiting for another set-up to end' && flock 9; }
    else
        until mkdir "$build/lock.d" 2>/dev/null; do sleep 1; done
        trap 'rmdir "$build/lock.d"' EXIT
        trap 'exit 3' HUP INT TERM
    fi
}

unlock() {
    exec 9>&-
    [ ! -d "$build/lock.d" ] || { rmdir "$build/lock.d" && trap - EXIT HUP INT TERM; }
}

# Configures preset $1 and builds its target $2 into $build/$1; only what changed is built again.
build_preset() {
    folder=$build/$1
    if [ -f "$folder/CMakeCache.txt" ]; then
        # A build for another place or another Wireshark is no start for this one.
        [ "$(cat "$folder/made-for" 2>/dev/null)" = "$(fingerprint)" ] || rm -rf "$folder"
    fi
    mkdir -p "$folder"
    fingerprint >"$folder/made-for"
    fingerprint >"$folder/ready.new" # older than any change made from here on
    is_current "$folder" || say "building ($1)"
    prefix=$(dirname "$(dirname "$(command -v tshark)")") # a tshark outside /usr has its headers beside it
    (
        [ -f "$folder/CMakeCache.txt" ] || ! command -v ninja >/dev/null || export CMAKE_GENERATOR=Ninja
        cd "$root" &&
            cmake --preset "$1" -B "$folder" -DCMAKE_PREFIX_PATH="$prefix" \
                -DSIPDIAG_WERROR="${SIPDIAG_WERROR:-OFF}" &&
            cmake --build "$folder" --parallel --target "$2"
    ) </dev/null >>"$log" 2>&1 9>&- || fail "the $1 build failed" 60
    mv "$folder/ready.new" "$folder/ready"
}

set_up() {
    build=$root/build
    case $1 in
        python) has py:json && return ;;
        build | gui)
            for build in "$root/build" "$(cache_folder)"; do
                is_current "$build/release" && { [ "$1" = build ] || has cmd:wireshark; } && return
            done
            ;;
    esac

    choose_place
    lock
    : >"$log"
    install_packages "$1"
    if [ "$1" != python ]; then
        case $1 in
            test) build_preset release all && build_preset sanitizers all ;;
            *) build_preset release sipdiag ;;
        esac
    fi
    unlock
}
