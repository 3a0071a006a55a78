#!/bin/sh
# run-peer.sh TREE COMMAND...: run a program of the tree that setup-peers.sh made.
#
# Paths mean the same inside as outside: each folder of PEERS_BIND (colon-separated; default: the
# current folder) appears in the tree under its own name. The mounts live in a private mount
# namespace and vanish with the program, so an interrupted CI job leaves none behind - and
# nobody's `rm -rf TREE` can ever reach through a forgotten bind mount into the real data.
# Every step is an exec: a `time` around this script measures the program itself.
set -eu
[ $# -ge 2 ] || { echo "usage: run-peer.sh TREE COMMAND..." >&2; exit 1; }
PEERS_TREE=$(cd "$1" && pwd); shift
PEERS_BIND=${PEERS_BIND:-$PWD}
PEERS_CWD=$PWD
export PEERS_TREE PEERS_BIND PEERS_CWD
exec unshare --mount --propagation private sh -c '
    set -eu
    IFS=:
    for folder in $PEERS_BIND; do
        mkdir -p "$PEERS_TREE$folder"
        mount --rbind "$folder" "$PEERS_TREE$folder"
    done
    unset IFS
    mount -t proc proc "$PEERS_TREE/proc" 2>/dev/null || mount --rbind /proc "$PEERS_TREE/proc"
    mount --rbind /dev "$PEERS_TREE/dev"
    # Plain locale and a dumb terminal: neither peer may colour or page its output.
    exec chroot "$PEERS_TREE" /usr/bin/env -i HOME=/root TERM=dumb LC_ALL=C.UTF-8 \
        PATH=/usr/sbin:/usr/bin:/sbin:/bin sh -c "cd \"\$0\" 2>/dev/null; exec \"\$@\"" "$PEERS_CWD" "$@"
' run-peer "$@"
