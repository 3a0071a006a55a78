# The slow half of ./inquest: find a JDK, build, make the AOT cache. Read after common.sh, by ./inquest and ./dev.
# shellcheck shell=sh disable=SC2154

want=25

complain() { echo "inquest: $*" >&2; }

# The feature number of the JDK in folder $1, in $major, from its release file: starting a java just to ask costs 100 ms
# for each candidate.
read_major() {
  major=
  [ -x "$1/bin/java" ] && [ -r "$1/release" ] || return 1
  while IFS='=' read -r key value; do
    if [ "$key" = JAVA_VERSION ]; then
      value=${value#\"}
      major=${value%%[!0-9]*}
      [ "$major" = 1 ] && major=8
      break
    fi
  done <"$1/release"
  [ -n "$major" ]
}

# Is folder $1 a JDK that is new enough? Then it becomes $java. Only a JDK will do: the first start compiles.
try_jdk() {
  [ -n "$1" ] && [ -x "$1/bin/javac" ] && read_major "$1" && [ "$major" -ge $want ] && java=$1
}

# Sets $java, or says what to do. INQUEST_JAVA_HOME is an order; the rest are guesses, the likeliest first.
find_jdk() {
  java=
  if [ -n "${INQUEST_JAVA_HOME:-}" ]; then
    try_jdk "$INQUEST_JAVA_HOME" && return 0
    complain "INQUEST_JAVA_HOME=$INQUEST_JAVA_HOME is not a JDK $want or newer; unset it or correct it"
    return 1
  fi
  try_jdk "${JAVA_HOME:-}" && return 0
  on_path=$(command -v java 2>/dev/null) && on_path=$(readlink -f "$on_path") && try_jdk "${on_path%/bin/java}" && return 0
  # The lowest version that is new enough: the one the project is tested with.
  best= best_major=
  for home in ${INQUEST_JDK_FOLDERS:-/usr/lib/jvm/* /usr/java/* /opt/java/* /opt/jdk* /opt/*jdk* "$HOME"/.sdkman/candidates/java/* "$HOME"/.jdks/* "$HOME"/.local/share/mise/installs/java/*}; do
    if try_jdk "$home" && { [ -z "$best" ] || [ "$major" -lt "$best_major" ]; }; then
      best=$home best_major=$major
    fi
  done
  java=$best
  [ -n "$java" ] && return 0
  complain "needs a JDK $want or newer and found none; install one (Debian: a package like temurin-25-jdk or openjdk-25-jdk), or point INQUEST_JAVA_HOME at its folder"
  return 1
}

# Is the AOT cache of another JDK, or of one that was updated in place?
aot_foreign() {
  [ "$java/release" -nt "$dist/inquest.aot" ] && return 0
  made_with=
  [ -r "$dist/aot-jdk" ] && read -r made_with <"$dist/aot-jdk"
  [ "$made_with" != "$java" ]
}

# Everything ./inquest needs before it can start. Two first starts at once: the second waits for the first, then finds
# nothing to do.
prepare() {
  chosen=$java
  find_jdk || return 1
  if ! mkdir -p "$root/app/target" 2>/dev/null || [ ! -w "$root/app/target" ]; then
    # A checkout that somebody else built and we may only read: run what is there.
    if [ -f "$dist/lib/app.jar" ]; then
      [ -x "$chosen/bin/java" ] && [ -z "${INQUEST_JAVA_HOME:-}" ] && java=$chosen
      return 0
    fi
    complain "not built yet, and $root/app/target can't be written; build it once as its owner: $root/inquest --version"
    return 1
  fi
  if command -v flock >/dev/null 2>&1; then
    exec 9>"$root/app/target/.inquest-lock" && flock 9
  fi
  status=0
  prepare_locked || status=1
  exec 9>&-
  return $status
}

prepare_locked() {
  if sources_changed; then build || return 1; fi
  if aot_stale || aot_foreign; then make_aot; fi
  echo "$java" >"$dist/launch.new" && touch -r "$dist/launch" "$dist/launch.new" 2>/dev/null
  mv "$dist/launch.new" "$dist/launch"
}

# Maven's output goes to a file; of a failure the errors are shown.
build() {
  if ! command -v mvn >/dev/null 2>&1; then
    complain "needs Maven to build itself on first use and found no mvn on the PATH; install it (Debian: apt-get install maven)"
    return 1
  fi
  complain "building (once, about a minute; needs the network the first time)..."
  log=$root/app/target/build.log
  # Taken before the build: what changes while it runs is newer.
  : >"$root/app/target/.build-started"
  if ! (cd "$root" && JAVA_HOME=$java mvn -B -q -Dfast -DskipTests -Dstyle.color=never package) >"$log" 2>&1 </dev/null; then
    complain "the build failed; the whole log is in $log"
    grep '^\[ERROR\]' "$log" | head -n 15 >&2
    return 1
  fi
  mkdir -p "$dist"
  mv "$root/app/target/.build-started" "$dist/launch"
}

# The AOT cache (JEP 514): classes parsed, linked and laid out ahead of time, as a training run used them. The better the
# run resembles real ones, the faster they start, so it opens a dump: a sample, or else the one that is asked about.
# Without a cache everything works, only slower, so nothing here may fail loudly.
make_aot() {
  training=
  for sample in "$root"/samples/*.kdump "${INQUEST_TRAINING_DUMP:-}"; do
    if [ -f "$sample" ]; then training=$sample; break; fi
  done
  rm -f "$dist/inquest.aot"
  # shellcheck disable=SC2086
  env -u JAVA_TOOL_OPTIONS -u JDK_JAVA_OPTIONS -u _JAVA_OPTIONS INQUEST_TRAINING=1 \
    "$java/bin/java" $JAVA_OPTIONS -XX:AOTCacheOutput="$dist/aot.new" --module-path "$dist/lib" \
    -m org.inquest.app/org.inquest.app.Main "$training" >/dev/null 2>&1 </dev/null
  # Even a failed training run leaves a file, so that it is not tried again at each start; -s tells the two apart.
  if [ -s "$dist/aot.new" ]; then mv "$dist/aot.new" "$dist/inquest.aot"; else : >"$dist/inquest.aot"; fi
  rm -f "$dist/aot.new" "$dist/aot.new.config"
  echo "$java" >"$dist/aot-jdk"
}
