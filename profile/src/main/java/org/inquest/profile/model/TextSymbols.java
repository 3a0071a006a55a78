package org.inquest.profile.model;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.inquest.formats.fault.Unsupported;
import org.inquest.profile.model.SymbolTable.Entry;

/// Lists of symbols as text: `/proc/kallsyms` and `System.map`, and the tables that compilers write
/// for perf (`/tmp/perf-PID.map`, tools/perf/Documentation/jit-interface.txt).
final class TextSymbols {
  private static final int MOST = 1 << 23;
  private static final int HEX = 16;

  /// A kernel's list has some five millions.
  private static final int MOST_BYTES = 1 << 26;

  private TextSymbols() {}

  /// Lines "ffffffff81000000 T _text", modules' ones with "[name]" behind.
  ///
  /// @param shift added to each address
  /// @throws Unsupported where the file can't be read
  static SymbolTable kernel(Path file, long shift) {
    return new KernelSymbolText(bytes(file)).table(shift);
  }

  /// The address of one symbol; empty where there is none, or it is hidden.
  static OptionalLong address(Path file, String name) {
    String wanted = " " + name;
    try (BufferedReader in = open(file)) {
      for (String line = in.readLine(); line != null; line = in.readLine()) {
        int space = line.indexOf(' ');
        if (line.endsWith(wanted) && space > 0 && space + 2 + wanted.length() == line.length()) {
          OptionalLong address = address(line.substring(0, space));
          return address.equals(OptionalLong.of(0)) ? OptionalLong.empty() : address;
        }
      }
    } catch (IOException e) {
      return OptionalLong.empty();
    }
    return OptionalLong.empty();
  }

  private static OptionalLong address(String digits) {
    try {
      return OptionalLong.of(Long.parseUnsignedLong(digits, HEX));
    } catch (NumberFormatException e) {
      return OptionalLong.empty();
    }
  }

  /// Lines "START SIZE name", in hexadecimal digits; of two that overlap the later one counts.
  static Code jitMap(Path file) {
    List<Entry> latest = new ArrayList<>(read(file).reversed());
    return new Code(
        SymbolTable.of(latest),
        FunctionRanges.NONE,
        Optional.empty(),
        Optional::empty,
        Optional::empty,
        "");
  }

  private static void jitLine(String line, List<Entry> into) {
    String[] words = line.split(" ", 3);
    if (words.length == 3) {
      OptionalLong start = address(words[0].startsWith("0x") ? words[0].substring(2) : words[0]);
      OptionalLong size = address(words[1].startsWith("0x") ? words[1].substring(2) : words[1]);
      if (start.isPresent() && size.isPresent() && size.getAsLong() > 0) {
        long end = start.getAsLong() + size.getAsLong();
        into.add(new Entry(start.getAsLong(), end, words[2], Entry.GLOBAL));
      }
    }
  }

  private static BufferedReader open(Path file) throws IOException {
    return new BufferedReader(
        new InputStreamReader(Files.newInputStream(file), StandardCharsets.UTF_8), 1 << 16);
  }

  private static List<Entry> read(Path file) {
    List<Entry> all = new ArrayList<>();
    try (BufferedReader in = open(file)) {
      for (String line = in.readLine(); line != null && all.size() < MOST; line = in.readLine()) {
        jitLine(line, all);
      }
    } catch (IOException e) {
      throw new Unsupported(file + ": can't be read: " + e.getMessage());
    }
    return all;
  }

  private static byte[] bytes(Path file) {
    try (InputStream in = Files.newInputStream(file)) {
      return in.readNBytes(MOST_BYTES);
    } catch (IOException e) {
      throw new Unsupported(file + ": can't be read: " + e.getMessage());
    }
  }
}
