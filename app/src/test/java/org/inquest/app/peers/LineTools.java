package org.inquest.app.peers;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.inquest.engine.debug.SourceFrame;

/// What addr2line and llvm-symbolizer say about addresses, and what Inquest says, in one form.
///
/// @param folder for their input and output
record LineTools(Path folder) {
  /// Where a unit's folder is relative, `./stdlib`, both put it in front of folder 0 of a line
  /// table of DWARF 5, which is that folder already (DWARF 5, 6.2.4.1).
  private static final Pattern ONCE_TOO_OFTEN = Pattern.compile("^(\\./[^:]+/)\\1");

  /// `function@path:line` of each frame; functions of the outermost frame are left out, as
  /// addr2line takes the symbol there (`foo.cold`), and so are places of which nothing is known.
  static String places(List<SourceFrame> frames) {
    StringBuilder all = new StringBuilder();
    for (SourceFrame frame : frames) {
      append(all, frame.inlined() ? frame.function() : "", frame.file().path(), frame.line());
    }
    return all.toString();
  }

  private static void append(StringBuilder all, String function, String path, int line) {
    if (path.indexOf('/') >= 0) {
      all.append(function).append('@').append(path).append(':').append(line).append(' ');
    }
  }

  /// Two lines for each frame, behind a line with the address.
  ///
  /// @param section that addresses count from, in a relocatable file; or empty
  TreeMap<Long, String> addr2line(Path file, String section, List<Long> addresses)
      throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of("addr2line", "-a", "-i", "-f", "-e"));
    command.add(file.toString());
    if (!section.isEmpty()) {
      command.addAll(List.of("-j", section));
    }
    List<String> lines = run(command, words(addresses));
    TreeMap<Long, String> all = new TreeMap<>();
    for (int i = 0; i < lines.size(); ) {
      long address = Long.parseUnsignedLong(lines.get(i++).substring(2), 16);
      List<String> frames = new ArrayList<>();
      while (i < lines.size() && !lines.get(i).startsWith("0x")) {
        frames.add(lines.get(i++));
      }
      all.put(address, placesIn(frames));
    }
    return all;
  }

  /// Two lines for each frame, with columns; an empty line ends an address.
  TreeMap<Long, String> symbolizer(Path file, List<Long> addresses)
      throws IOException, InterruptedException {
    List<String> lines = run(List.of("llvm-symbolizer", "--obj=" + file), words(addresses));
    TreeMap<Long, String> all = new TreeMap<>();
    List<String> frames = new ArrayList<>();
    int at = 0;
    for (String line : lines) {
      if (line.isEmpty()) {
        all.put(addresses.get(at++), placesIn(frames).replaceAll("/+", "/"));
        frames.clear();
      } else {
        boolean place = frames.size() % 2 == 1;
        frames.add(place ? line.substring(0, line.lastIndexOf(':')) : line);
      }
    }
    return all;
  }

  private static String placesIn(List<String> frames) {
    StringBuilder all = new StringBuilder();
    for (int i = 0; i + 1 < frames.size(); i += 2) {
      String place = frames.get(i + 1).replaceFirst(" \\(discriminator.*", "");
      int colon = place.lastIndexOf(':');
      String line = place.substring(colon + 1);
      append(
          all,
          i + 2 < frames.size() ? frames.get(i) : "",
          ONCE_TOO_OFTEN.matcher(place.substring(0, colon)).replaceFirst("$1"),
          line.equals("?") ? 0 : Integer.parseInt(line));
    }
    return all.toString();
  }

  private static String words(List<Long> addresses) {
    StringBuilder words = new StringBuilder();
    addresses.forEach(a -> words.append("0x").append(Long.toHexString(a)).append('\n'));
    return words.toString();
  }

  /// The lines that a command prints.
  List<String> run(List<String> command, String input) throws IOException, InterruptedException {
    File in = Files.writeString(folder.resolve("in"), input).toFile();
    File out = folder.resolve("out").toFile();
    Process process =
        new ProcessBuilder(command)
            .redirectInput(in)
            .redirectOutput(out)
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    if (!process.waitFor(900, TimeUnit.SECONDS)) {
      process.destroyForcibly();
      throw new IllegalStateException(command.getFirst() + " does not end");
    }
    return Files.readAllLines(out.toPath());
  }
}
