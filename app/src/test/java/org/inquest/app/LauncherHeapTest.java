package org.inquest.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A JVM refuses an AOT cache whose heap it can't lay out alike: then a command does not start at
/// all. Each heap that `dev.d/common.sh` gives to some commands is tried with a cache that was made
/// with the usual options, as the launcher makes it.
final class LauncherHeapTest {
  /// A program that every JDK brings and that ends at once.
  private static final List<String> PROGRAM =
      List.of("-m", "jdk.compiler/com.sun.tools.javac.Main", "--version");

  private static final Pattern SETTING =
      Pattern.compile("(?m)^([A-Z]+_HEAP|JAVA_OPTIONS)='?(.*?)'?$");

  @TempDir private Path temp;

  @Test
  void everyHeapStartsWithTheCacheOfTheUsualOne() throws Exception {
    Path common = Path.of(System.getProperty("inquest.root", ".."), "dev.d/common.sh");
    assumeTrue(Files.exists(common), "no checkout around the tests");
    var settings = new TreeMap<String, String>();
    SETTING
        .matcher(Files.readString(common))
        .results()
        .forEach(found -> settings.put(found.group(1), found.group(2)));
    // The modules that it names are not those of the program here.
    List<String> usual = new ArrayList<>(List.of(settings.remove("JAVA_OPTIONS").split(" ")));
    usual.removeIf(option -> option.startsWith("--enable-native-access"));
    Path cache = temp.resolve("cache");
    assertThat(java(usual, List.of("-XX:AOTCacheOutput=" + cache))).isZero();
    assertThat(cache).isNotEmptyFile();
    assertThat(settings).containsKeys("CODE_HEAP", "PROFILE_HEAP");
    for (var heap : settings.entrySet()) {
      List<String> more = new ArrayList<>(List.of(heap.getValue().split(" ")));
      more.add("-XX:AOTCache=" + cache);
      assertThat(java(usual, more)).as(heap.toString()).isZero();
    }
  }

  private static int java(List<String> usual, List<String> more)
      throws IOException, InterruptedException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin/java").toString());
    command.addAll(usual);
    command.addAll(more);
    command.addAll(PROGRAM);
    Process process =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .start();
    assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
    return process.exitValue();
  }
}
