# Sourced, not run. Finds out which Debian archive this machine already uses.
#
# No host name is written in these scripts: a build farm, a laptop and a CI runner each have
# their own mirror, and the machine's apt configuration is the one place that knows it. We ask
# apt itself instead of parsing its files, because both the one-line and the deb822 formats,
# plus mirror+file: lists, are then handled by the program that defines them.
#
# A CI runner may be an Ubuntu machine, which has no Debian archive in its sources. Then the
# caller must say: PEERS_MIRROR and PEERS_SECURITY_MIRROR override what apt answers.

die() { printf '%s: %s\n' "${0##*/}" "$*" >&2; exit 1; }

# Print the first repository URI whose Release label is $1 ("Debian" or "Debian-Security").
# The label is in the downloaded Release file, so `apt-get update` must have been run once.
apt_repo() {
    apt-get indextargets --format '$(LABEL)|$(REPO_URI)' 'Created-By: Packages' 2>/dev/null |
        awk -F'|' -v want="$1" '$1 == want { print $2; exit }'
}

# Sets MIRROR and SECURITY_MIRROR. The second may stay empty: sid has no security archive.
find_mirrors() {
    MIRROR=${PEERS_MIRROR:-$(apt_repo Debian)}
    SECURITY_MIRROR=${PEERS_SECURITY_MIRROR:-$(apt_repo Debian-Security)}
    if [ -z "$MIRROR" ]; then
        # Fresh containers come without lists, and then apt knows no labels yet.
        apt-get -qq update || die "apt-get update failed"
        MIRROR=$(apt_repo Debian)
        SECURITY_MIRROR=${SECURITY_MIRROR:-$(apt_repo Debian-Security)}
    fi
    [ -n "$MIRROR" ] || die "no Debian archive in this machine's apt sources; set PEERS_MIRROR"
}

# The archive key ring; without it neither debootstrap nor apt may trust another suite.
# The system-wide trusted.gpg.d is no substitute: Signed-By wants one named file.
KEYRING=${PEERS_KEYRING:-/usr/share/keyrings/debian-archive-keyring.gpg}
