package org.inquest.app.peers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.inquest.app.cli.CommandLine;
import org.inquest.app.cli.Terminal;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// A dump's own log, read without the dump, with the kernel's vmlinux: the places that it names by
/// function and distance have the source lines that the dump's addresses have.
@Tag("lab")
@Timeout(600)
class LoggedLinesTest {
  /// ` #3 [ffffd38840013c80] vfs_write+0xc7 at ffffffffb8f4d497`, then a line for each function.
  private static final Pattern FRAME = Pattern.compile("^ #\\d+ \\[\\w+\\] (\\S+\\+0x\\w+) at .*");

  private static final Pattern PLACE = Pattern.compile("^ {6}(\\S+?:\\d+)(?::\\d+)?(?: .*)?$");

  /// ` TASK vfs_write+0xc7/0x3f0 fs/read_write.c:582`.
  private static final Pattern LOGGED =
      Pattern.compile("^ {3}TASK +(\\S+\\+0x\\w+)/0x\\w+ +(\\S+:\\d+)$");

  @TempDir private Path folder;

  private static String run(String... words) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    PrintStream errors = new PrintStream(new ByteArrayOutputStream(), true, StandardCharsets.UTF_8);
    new CommandLine(out, errors, Terminal.none()).run(List.of(words));
    return out.toString(StandardCharsets.UTF_8);
  }

  private static Path root() {
    Path root = Path.of(System.getProperty("inquest.root", ".")).toAbsolutePath().normalize();
    while (!Files.isDirectory(root.resolve("bench/peers"))) {
      root = root.getParent();
    }
    return root;
  }

  @Test
  void aLogsNamesHaveTheLinesOfTheDumpsAddresses() throws Exception {
    Path dump = root().resolveSibling("shared").resolve("dumps").resolve("61-null.kdump");
    assumeTrue(Files.isReadable(dump), dump + " is not at hand");
    Path vmlinux = Peers.ready(root()).vmlinux("6.1.0-56-cloud-amd64");
    assumeTrue(vmlinux != null, "Debian no longer has the debug package of " + dump);
    String file = vmlinux.toString();
    Path log = write(run(dump.toString(), "log"));
    Map<String, String> logged = logged(run("--vmlinux", file, "oops", log.toString()));
    Map<String, String> dumped = dumped(run("--vmlinux", file, dump.toString(), "bt", "-l"));
    assertThat(logged).containsAllEntriesOf(dumped);
    assertThat(dumped).hasSizeGreaterThan(4).containsKey("vfs_write+0xc7");
  }

  private Path write(String log) throws IOException {
    return Files.writeString(folder.resolve("console.log"), log);
  }

  /// The line of the function itself, which stands below those that were inlined there.
  private static Map<String, String> dumped(String text) {
    Map<String, String> out = new LinkedHashMap<>();
    String frame = "";
    for (String line : text.lines().toList()) {
      Matcher next = FRAME.matcher(line);
      Matcher place = PLACE.matcher(line);
      if (next.matches()) {
        frame = next.group(1);
      } else if (place.matches() && !frame.isEmpty()) {
        out.put(frame, place.group(1));
      }
    }
    return out;
  }

  private static Map<String, String> logged(String text) {
    Map<String, String> out = new LinkedHashMap<>();
    for (String line : text.lines().toList()) {
      Matcher frame = LOGGED.matcher(line);
      if (frame.matches()) {
        out.put(frame.group(1), frame.group(2));
      }
    }
    return out;
  }
}
