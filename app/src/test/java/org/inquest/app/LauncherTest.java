package org.inquest.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// `./inquest` in a copy of the project with a JDK and a Maven made of shell: which JDK it takes,
/// when it builds, what it says when it can't.
final class LauncherTest {
  /// What the scripts need of the system.
  private static final String[] TOOLS = {
    "env", "find", "flock", "grep", "head", "mkdir", "mv", "readlink", "rm", "sleep", "touch"
  };

  @TempDir private Path temp;
  private Path project;
  private Path bin;

  private record Outcome(int exit, String out, String err) {}

  @BeforeEach
  void copyTheLauncher() throws IOException {
    Path root = Path.of(System.getProperty("inquest.root", ".."));
    assumeTrue(Files.exists(root.resolve("inquest")), "no checkout around the tests");
    project = Files.createDirectory(temp.resolve("a project"));
    bin = Files.createDirectory(temp.resolve("bin"));
    // A PATH of its own: the machine's mvn and java must not be found.
    for (String tool : TOOLS) {
      Path usual = Path.of("/usr/bin", tool);
      Path real = Files.exists(usual) ? usual : Path.of("/bin", tool);
      script(bin.resolve(tool), "exec " + real + " \"$@\"");
    }
    for (String file : new String[] {"inquest", "dev.d/common.sh", "dev.d/launcher.sh"}) {
      Path copy = project.resolve(file);
      Files.createDirectories(copy.getParent());
      Files.copy(root.resolve(file), copy);
      executable(copy);
    }
    Files.createDirectories(project.resolve("formats/src/main/java"));
    Files.writeString(project.resolve("pom.xml"), "<project/>");
    Files.writeString(project.resolve("formats/pom.xml"), "<project/>");
    Files.writeString(project.resolve("formats/src/main/java/A.java"), "class A {}");
    script(
        bin.resolve("mvn"),
        """
        echo "$JAVA_HOME" >>"%s/built"
        mkdir -p app/target/dist/lib && echo jar >app/target/dist/lib/app.jar
        """
            .formatted(temp));
  }

  @Test
  void onlyCodeMayTakeMoreHeap() throws Exception {
    jdk("jdk25", "25.0.3");
    assertThat(start(Map.of(), "--json", "code", "vmlinux", "dis").out()).contains("-Xmx1g");
    assertThat(start(Map.of(), "vmcore", "dis").out()).contains("-Xmx96m").doesNotContain("-Xmx1g");
  }

  @Test
  void takesTheJdkThatIsNewEnoughAndBuildsOnceWithIt() throws Exception {
    jdk("jdk17", "17.0.1");
    Path right = jdk("jdk25", "25.0.3");
    jdk("jdk26", "26");
    Outcome first = start(Map.of("JAVA_HOME", temp.resolve("jdk17").toString()), "a b", "c");
    assertThat(first.exit()).isEqualTo(7);
    assertThat(first.out())
        .contains("jdk25 ", "-m org.inquest.app/org.inquest.app.Main", "<a b><c>");
    assertThat(first.err()).contains("building").hasLineCount(1);
    Outcome second = start(Map.of(), "x");
    assertThat(second.err()).isEmpty();
    assertThat(second.out()).contains("AOTCache=" + project + "/app/target/dist/inquest.aot");
    assertThat(built()).containsExactly(right.toString());
  }

  @Test
  void anOrderedJdkIsTakenOrRefused() throws Exception {
    jdk("jdk25", "25.0.3");
    Path ordered = jdk("elsewhere/my jdk", "27-ea");
    assertThat(start(Map.of("INQUEST_JAVA_HOME", ordered.toString())).out()).contains("my jdk ");
    Path old = jdk("old", "1.8.0_312");
    Outcome refused = start(Map.of("INQUEST_JAVA_HOME", old.toString()));
    assertThat(refused.exit()).isEqualTo(1);
    assertThat(refused.err())
        .contains("INQUEST_JAVA_HOME=" + old + " is not a JDK 25 or newer")
        .hasLineCount(1);
  }

  @Test
  void withoutAJdkItSaysWhatToInstall() throws Exception {
    jdk("jdk17", "17.0.1");
    Outcome outcome = start(Map.of());
    assertThat(outcome.exit()).isEqualTo(1);
    assertThat(outcome.err())
        .startsWith("inquest: needs a JDK 25 or newer and found none; install one")
        .contains("INQUEST_JAVA_HOME")
        .hasLineCount(1);
  }

  @Test
  void aJreIsNoJdk() throws Exception {
    Files.delete(jdk("jdk25", "25.0.3").resolve("bin/javac"));
    assertThat(start(Map.of()).err()).contains("found none");
  }

  @Test
  void withoutMavenItSaysWhatToInstall() throws Exception {
    jdk("jdk25", "25.0.3");
    Files.delete(bin.resolve("mvn"));
    Outcome outcome = start(Map.of());
    assertThat(outcome.exit()).isEqualTo(1);
    assertThat(outcome.err()).contains("needs Maven", "apt-get install maven").hasLineCount(1);
  }

  @Test
  void aFailedBuildShowsItsErrorsAndIsTriedAgain() throws Exception {
    jdk("jdk25", "25.0.3");
    script(bin.resolve("mvn"), "echo '[INFO] x'; echo '[ERROR] A.java:[1,1] no'; exit 1");
    Outcome outcome = start(Map.of());
    assertThat(outcome.exit()).isEqualTo(1);
    assertThat(outcome.out()).isEmpty();
    assertThat(outcome.err())
        .contains("the build failed", "[ERROR] A.java:[1,1] no")
        .doesNotContain("INFO");
    assertThat(start(Map.of()).err()).contains("the build failed");
  }

  @Test
  void aChangedSourceIsBuiltButATouchedFolderIsNot() throws Exception {
    jdk("jdk25", "25.0.3");
    start(Map.of());
    Path source = project.resolve("formats/src/main/java/A.java");
    Files.setLastModifiedTime(source.getParent(), FileTime.from(Instant.now().plusSeconds(5)));
    assertThat(start(Map.of()).err()).isEmpty();
    Files.setLastModifiedTime(source, FileTime.from(Instant.now().plusSeconds(5)));
    assertThat(start(Map.of()).err()).contains("building");
    assertThat(built()).hasSize(2);
  }

  @Test
  void jarsThatSomebodyElseRebuiltGetANewAotCache() throws Exception {
    jdk("jdk25", "25.0.3");
    start(Map.of());
    Path dist = project.resolve("app/target/dist");
    Files.writeString(dist.resolve("inquest.aot"), "made from the old jar");
    Files.setLastModifiedTime(
        dist.resolve("lib/app.jar"), FileTime.from(Instant.now().plusSeconds(5)));
    assertThat(start(Map.of()).err()).isEmpty();
    assertThat(Files.readString(dist.resolve("inquest.aot"))).isEqualTo("cache\n");
    assertThat(built()).hasSize(1);
  }

  @Test
  void startsThroughSymbolicLinksFromAnywhere() throws Exception {
    jdk("jdk25", "25.0.3");
    start(Map.of());
    Path inner = Files.createSymbolicLink(temp.resolve("inner"), project.resolve("inquest"));
    Path link = Files.createSymbolicLink(bin.resolve("inq"), Path.of("../inner"));
    assertThat(inner).isSymbolicLink();
    Outcome outcome = run(List.of(link.toString(), "x"), Map.of());
    assertThat(outcome.err()).isEmpty();
    assertThat(outcome.out()).contains("<x>");
  }

  @Test
  void twoFirstStartsBuildOnce() throws Exception {
    jdk("jdk25", "25.0.3");
    String quick = Files.readString(bin.resolve("mvn"));
    script(bin.resolve("mvn"), "sleep 0.5\n" + quick);
    List<Thread> starts = new ArrayList<>();
    List<Outcome> outcomes = new ArrayList<>();
    for (int i = 0; i < 2; i++) {
      starts.add(
          Thread.ofVirtual()
              .start(() -> {
                try {
                  Outcome outcome = start(Map.of(), "x");
                  synchronized (outcomes) {
                    outcomes.add(outcome);
                  }
                } catch (Exception e) {
                  throw new AssertionError(e);
                }
              }));
    }
    for (Thread one : starts) {
      one.join();
    }
    assertThat(outcomes).hasSize(2).allSatisfy(o -> assertThat(o.out()).contains("<x>"));
    assertThat(built()).hasSize(1);
  }

  @Test
  void javasOwnEnvironmentDoesNotReachIt() throws Exception {
    jdk("jdk25", "25.0.3");
    Outcome outcome =
        start(Map.of("JAVA_TOOL_OPTIONS", "-Dspoiled", "INQUEST_JAVA_OPTS", "-Xmx1g -Dmine"));
    assertThat(outcome.out()).contains("-Xmx1g -Dmine ", "tool=;");
  }

  /// A folder that looks like a JDK; its `java` prints how it was started and ends with 7, or makes
  /// an AOT cache.
  private Path jdk(String name, String version) throws IOException {
    Path home = name.startsWith("jdk") ? jdks(name) : temp.resolve(name);
    Files.createDirectories(home.resolve("bin"));
    Files.writeString(
        home.resolve("release"), "IMPLEMENTOR=\"x\"\nJAVA_VERSION=\"" + version + "\"\n");
    script(home.resolve("bin/javac"), "exit 0");
    script(
        home.resolve("bin/java"),
        """
        for a in "$@"; do case $a in -XX:AOTCacheOutput=*) echo cache >"${a#*=}"; exit 0 ;; esac; done
        echo "%s $*"
        echo "tool=$JAVA_TOOL_OPTIONS;"
        while [ "$1" != org.inquest.app/org.inquest.app.Main ]; do shift; done
        shift
        for a in "$@"; do printf '<%%s>' "$a"; done
        exit 7
        """
            .formatted(name));
    return home;
  }

  private Outcome start(Map<String, String> environment, String... words) throws Exception {
    List<String> command = new ArrayList<>(List.of(project.resolve("inquest").toString()));
    command.addAll(List.of(words));
    return run(command, environment);
  }

  private Outcome run(List<String> command, Map<String, String> more) throws Exception {
    Path out = Files.createTempFile(temp, "out", "");
    Path err = Files.createTempFile(temp, "err", "");
    ProcessBuilder builder = new ProcessBuilder(command).directory(temp.toFile());
    Map<String, String> environment = builder.environment();
    environment.keySet().removeIf(key -> key.startsWith("INQUEST") || key.startsWith("JAVA"));
    environment.put("HOME", temp.toString());
    environment.put("PATH", bin.toString());
    environment.put(
        "INQUEST_JDK_FOLDERS", jdks("jdk17") + " " + jdks("jdk25") + " " + jdks("jdk26"));
    environment.putAll(more);
    Process process = builder.redirectOutput(out.toFile()).redirectError(err.toFile()).start();
    assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
    return new Outcome(process.exitValue(), Files.readString(out), Files.readString(err));
  }

  private Path jdks(String name) {
    return temp.resolve("jdks").resolve(name);
  }

  private List<String> built() throws IOException {
    Path built = temp.resolve("built");
    return Files.exists(built) ? Files.readAllLines(built) : List.of();
  }

  private static void script(Path file, String text) throws IOException {
    Files.writeString(
        file,
        "#!/bin/sh\n" + text + "\n",
        StandardOpenOption.CREATE,
        StandardOpenOption.TRUNCATE_EXISTING);
    executable(file);
  }

  private static void executable(Path file) throws IOException {
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
  }
}
