#!/bin/sh
# setup-peers.sh DIR: a Debian sid tree in DIR with the current crash, drgn and makedumpfile.
#
# Sid, because a comparison with last year's peers proves little; a separate tree, because the
# machine that runs the tests must keep its own suite. Needs root and the debootstrap package.
# Does nothing when DIR already holds a finished tree (CI caches the folder). PEERS_REFRESH=1
# builds it anew.
set -eu
. "$(dirname "$0")/peer-mirrors.sh"

[ $# -eq 1 ] || die "usage: setup-peers.sh DIR"
dir=$1
stamp=$dir/.peers-ready
# binutils and gdb are deliberately absent: crash carries its own gdb, drgn its own reader.
# less is there since crash looks for a pager even when told not to scroll.
packages=crash,python3-drgn,makedumpfile,less

if [ -e "$stamp" ] && [ "${PEERS_REFRESH:-0}" != 1 ]; then
    echo "setup-peers: $dir is ready:"
    cat "$stamp"
    exit 0
fi

[ "$(id -u)" = 0 ] || die "must run as root (debootstrap makes device nodes and chroots)"
command -v debootstrap >/dev/null || die "debootstrap is missing: apt-get install debootstrap"
find_mirrors

# A tree without the stamp is one that was interrupted; debootstrap does not resume those.
# Refuse to delete something that is not ours: a tree that this script began carries a mark.
if [ -e "$dir" ]; then
    if [ -e "$dir/.peers-building" ] || [ -e "$stamp" ] || [ -z "$(ls -A "$dir")" ]; then
        for m in proc sys dev; do
            if mountpoint -q "$dir/$m" 2>/dev/null; then die "$dir/$m is mounted; unmount it first"; fi
        done
        rm -rf -- "$dir"
    else
        die "$dir exists and is not a tree made by this script"
    fi
fi
mkdir -p "$dir"
dir=$(cd "$dir" && pwd)
stamp=$dir/.peers-ready
: >"$dir/.peers-building"

if [ -r "$KEYRING" ]; then set -- --keyring="$KEYRING"; else set --; fi
log=$dir.log
if ! debootstrap "$@" --variant=minbase --include="$packages" sid "$dir" "$MIRROR" >"$log" 2>&1; then
    tail -n 20 "$log" >&2
    [ ! -r "$dir/debootstrap/debootstrap.log" ] || tail -n 20 "$dir/debootstrap/debootstrap.log" >&2
    die "debootstrap failed"
fi
rm -f "$log"

# The package files are a third of the tree, and a CI cache pays for every byte.
rm -rf "$dir"/var/cache/apt/archives/*.deb "$dir"/var/lib/apt/lists/*

# Prove that each program starts, not only that it was unpacked; the stamp keeps the versions,
# so that a test report can say what it compared with. It comes last: it means "complete".
{
    chroot "$dir" crash --version </dev/null 2>&1 | grep -m 1 '^crash '
    chroot "$dir" drgn --version </dev/null 2>&1 | grep -m 1 -o '^drgn [0-9][^ ]*'
    chroot "$dir" makedumpfile -v </dev/null 2>&1 | grep -m 1 '^makedumpfile: version'
} >"$stamp.tmp" || die "makedumpfile does not start in $dir"
[ "$(wc -l <"$stamp.tmp")" -eq 3 ] || die "crash or drgn does not start in $dir"
mv "$stamp.tmp" "$stamp"
rm -f "$dir/.peers-building"
cat "$stamp"
