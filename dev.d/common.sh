# What ./inquest needs at every start, shared with the code that builds. Expects $root and $dist.
# shellcheck shell=sh disable=SC2034,SC2154

# Options of every Java that ./inquest starts; the AOT cache is made with the same ones.
#
# Serial GC and the first compiler only: a command is over before the others pay. The heap is small on purpose: what a
# dump holds is mapped, not loaded. The JVM's own warnings go to standard output, where they would spoil JSON: off.
# Native access is for the system's zstd library, where there is one (formats falls back to Java without it), and for perf_event_open (profile).
# aircompressor reads through sun.misc.Unsafe, which warns on standard error since JDK 24.
JAVA_OPTIONS='-XX:+UseSerialGC -XX:TieredStopAtLevel=1 -Xms40m -Xmn24m -Xmx96m -XX:-UsePerfData -Xlog:disable --sun-misc-unsafe-memory-access=allow --enable-native-access=org.inquest.formats,org.inquest.profile'

# Whoever reads all code of a file holds it in memory, and who calls whom in it: 15 MB of code (a kernel) and 50 MB (a
# browser's library) fit the small heap, the most that is taken (256 MB, ProgramText) needs this.
CODE_HEAP=-Xmx1g
# Symbol tables of all programs need room; the file itself is mapped. The better compiler does not pay: for 700000 samples
# it takes 2.5 seconds of CPU time beside the 2.6 of all else.
PROFILE_HEAP='-Xms120m -Xmn64m -Xmx320m'

# Was there no build, or has a source changed since: a pull, a checkout, an editor? One find, about 3 ms. A folder of
# jars without sources never changes.
sources_changed() {
  [ -f "$dist/launch" ] && [ -f "$dist/lib/app.jar" ] || return 0
  [ -d "$root/formats/src" ] || return 1
  [ -n "$(find "$root"/*/src/main "$root"/pom.xml "$root"/*/pom.xml -newer "$dist/launch" ! -type d -print -quit 2>/dev/null)" ]
}

# Have the jars changed since the AOT cache was made (mvn verify, a new build)? It is bound to them.
aot_stale() {
  [ -f "$dist/inquest.aot" ] || return 0
  for jar in "$dist"/lib/*.jar; do
    [ "$jar" -nt "$dist/inquest.aot" ] && return 0
  done
  return 1
}
