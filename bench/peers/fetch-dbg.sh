#!/bin/sh
# fetch-dbg.sh RELEASE SUITE DIR [MODULE...]: the vmlinux with debug information of a Debian kernel.
#
#   RELEASE  exact, as `uname -r` prints it (6.1.0-56-cloud-amd64), or with one star for the
#            build (6.1.*-cloud-amd64): then the newest one is taken. The star never reaches
#            into the flavour: 6.1.*-amd64 does not find a cloud kernel.
#   SUITE    bookworm, bullseye, sid, ... Its -security and -backports archives are asked too.
#   DIR      gets DIR/<release>/vmlinux, DIR/<release>/modules/*.ko (debug files) and
#            DIR/<release>/package (package, version, archive).
#   MODULE   names of modules whose debug files to unpack too (dash or underscore, as you like),
#            or "all". None by default: all of them take more room than vmlinux itself.
#
# The last line of standard output is the release. Exit 3: the archive no longer has that build
# (superseded), which a test should report as skipped, not as failed.
#
# The machine's own lists stay untouched: apt gets a private state folder with a private source
# list, so a bookworm runner can fetch from sid without its own apt ever seeing sid.
set -eu
. "$(dirname "$0")/peer-mirrors.sh"

[ $# -ge 3 ] || die "usage: fetch-dbg.sh RELEASE SUITE DIR [MODULE...]"
release=$1 suite=$2 dir=$3
shift 3

# Is everything we are asked for in folder $1 already? The module names are the arguments after.
have_all() {
    folder=$1; shift
    [ -s "$folder/vmlinux" ] && [ -e "$folder/package" ] || return 1
    for m in "$@"; do
        if [ "$m" = all ]; then [ -e "$folder/modules/.all" ] || return 1; continue; fi
        m=$(echo "$m" | tr - _)
        # .absent: the package has no such module (out of tree, or built in); do not ask again.
        [ -e "$folder/modules/.all" ] || [ -e "$folder/modules/$m.ko" ] ||
            [ -e "$folder/modules/.absent.$m" ] || return 1
    done
}

# An exact release that is already unpacked needs no network.
if have_all "$dir/$release" "$@"; then echo "$release"; exit 0; fi

find_mirrors
mkdir -p "$dir"
dir=$(cd "$dir" && pwd)

# Beside the results, not in /tmp: package lists and a package take half a gigabyte, and /tmp is
# often kept in memory. Lists are kept, so that the next release costs a few conditional requests.
state_root=${PEERS_APT:-$dir/.apt}

# apt_private ARCHIVE PROGRAM ARGS...: run an apt program on the private state of one archive.
# The status file is empty, since what this machine has installed must not influence a choice.
# Valid-Until is not checked: mirrors of old suites are frozen on purpose. The sandbox user is
# root because the _apt user often cannot write where CI unpacks.
apt_private() {
    state=$state_root/$1; program=$2; shift 2
    "$program" -q -o Dir::State::Lists="$state/lists" -o Dir::State::status=/dev/null \
        -o Dir::Cache="$state/cache" -o Dir::Etc::SourceList="$state/sources.list" \
        -o Dir::Etc::SourceParts=/dev/null -o Dir::Etc::Preferences=/dev/null \
        -o Dir::Etc::PreferencesParts=/dev/null -o Acquire::Languages=none \
        -o Acquire::Check-Valid-Until=false -o APT::Sandbox::User=root \
        -o APT::Architecture=amd64 -o APT::Architectures=amd64 "$@"
}

# One state folder for each archive: a suite without -security or -backports (sid) makes
# `apt-get update` fail as a whole if all are in one list, and here only that one is left out.
archives=
for archive in "$suite" "$suite-security" "$suite-backports"; do
    case $archive in
        sid-*|unstable-*) continue ;;
        *-security) uri=$SECURITY_MIRROR; [ -n "$uri" ] || continue ;;
        *) uri=$MIRROR ;;
    esac
    mkdir -p "$state_root/$archive/lists/partial" "$state_root/$archive/cache/archives/partial"
    if [ -r "$KEYRING" ]; then
        echo "deb [signed-by=$KEYRING] $uri $archive main"
    else
        echo "deb $uri $archive main"
    fi >"$state_root/$archive/sources.list"
    if apt_private "$archive" apt-get update >"$state_root/$archive/update.log" 2>&1; then
        archives="$archives $archive"
    elif [ "$archive" = "$suite" ]; then
        tail -n 5 "$state_root/$archive/update.log" >&2
        die "cannot read the archive of $suite"
    fi
done

# Every debug package whose release fits, as "release archive" lines. The dots and plus signs of
# the release are escaped, and the star becomes "version characters, perhaps -<abi>".
pattern=$(printf '%s\n' "$release" | sed -e 's/[.+]/\\&/g' -e 's/\*/[0-9a-z.+~]*(-[0-9][0-9a-z.+~]*)?/')
found=$(for archive in $archives; do
    apt_private "$archive" apt-cache search --names-only '^linux-image-[0-9].*-dbg$' |
        sed -E -n "s/^linux-image-($pattern)-dbg .*/\\1 $archive/p"
done | sort -V | tail -n 1)
if [ -z "$found" ]; then
    echo "fetch-dbg: no debug package for $release in:$archives (superseded?)" >&2
    exit 3
fi
release=${found% *} archive=${found##* }
package=linux-image-$release-dbg
out=$dir/$release
if have_all "$out" "$@"; then echo "$release"; exit 0; fi
version=$(apt_private "$archive" apt-cache show "$package" | sed -n 's/^Version: //p' | head -n 1)
echo "fetch-dbg: $package $version from $archive" >&2

# `apt-get download` writes to the current folder and nowhere else.
work=$state_root/$archive/work.$$
mkdir -p "$work"
trap 'rm -rf "$work"' EXIT
trap 'exit 130' INT TERM
(cd "$work" && apt_private "$archive" apt-get download "$package" >apt.log 2>&1) ||
    { tail -n 5 "$work/apt.log" >&2; die "cannot download $package"; }

# The package is a tar inside an ar: let tar pick members while it streams, so that gigabytes of
# modules are never written. vmlinux is in boot/ of older packages' paths and in the modules
# folder in others, hence the leading star.
mkdir -p "$work/tree"
deb=$(echo "$work"/*.deb)
set -f   # the stars below are for tar
patterns='*/vmlinux-'$release' */vmlinux'
for m in "$@"; do
    # A module's file may have dashes where the kernel shows underscores: one wildcard for both.
    if [ "$m" = all ]; then patterns="$patterns *.ko *.ko.debug"
    else m=$(echo "$m" | tr _- '??'); patterns="$patterns */$m.ko */$m.ko.debug"; fi
done
# tar fails when one pattern fits nothing, and some never do; what matters is checked below.
dpkg-deb --fsys-tarfile "$deb" |
    tar -x -C "$work/tree" --wildcards --no-anchored $patterns 2>"$work/tar.log" || true
set +f
rm -f "$deb"

vmlinux=$(find "$work/tree" -type f \( -name vmlinux -o -name "vmlinux-$release" \) | head -n 1)
[ -n "$vmlinux" ] || { tail -n 5 "$work/tar.log" >&2; die "no vmlinux in $package"; }
mkdir -p "$out/modules"
mv "$vmlinux" "$out/vmlinux"
# Flat, and named as the kernel names the module: peers look them up by that name.
find "$work/tree" -type f \( -name '*.ko' -o -name '*.ko.debug' \) | while read -r file; do
    name=$(basename "$file"); name=${name%.debug}; name=${name%.ko}
    mv "$file" "$out/modules/$(echo "$name" | tr - _).ko"
done
for m in "$@"; do
    if [ "$m" = all ]; then : >"$out/modules/.all"; continue; fi
    m=$(echo "$m" | tr - _)
    [ -e "$out/modules/$m.ko" ] || : >"$out/modules/.absent.$m"
done
# Last, since its presence means "complete".
echo "$package $version $archive" >"$out/package"
echo "$release"
