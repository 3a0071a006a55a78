package org.inquest.kernel.logged;

import java.io.BufferedInputStream;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.zip.GZIPInputStream;
import org.inquest.engine.symbol.Symbol;
import org.inquest.formats.fault.MalformedInput;
import org.inquest.formats.fault.Unsupported;

/// A `System.map`, or what `/proc/kallsyms` says: a line `ffffffff81000000 T _text` for each
/// symbol, with the module behind it where it has one.
final class SymbolText implements NamedCode {
  /// A kernel with all modules has 300,000.
  private static final int MAX_SYMBOLS = 1 << 21;

  private static final int LETTER = 1;
  private static final int HEX = 16;

  private final Map<String, List<Symbol>> byName;
  private final long initFirst;
  private final long initBehind;

  private SymbolText(Map<String, List<Symbol>> byName) {
    this.byName = byName;
    this.initFirst = address("_sinittext").orElse(0L);
    this.initBehind = address("_einittext").orElse(0L);
  }

  /// Reads a file.
  ///
  /// @throws Unsupported where it can't be read, or kallsyms hides its addresses
  /// @throws MalformedInput where it is something else
  static SymbolText read(Path path) {
    List<Symbol> all = new ArrayList<>();
    try (BufferedReader in = open(path)) {
      long at = 0;
      for (String line = in.readLine(); line != null; line = in.readLine()) {
        if (!line.isBlank()) {
          all.add(parse(line, path, at));
        }
        if (all.size() > MAX_SYMBOLS) {
          throw new MalformedInput(path.toString(), at, "a list of symbols", "one without end");
        }
        at += line.length() + 1L;
      }
    } catch (IOException e) {
      throw new Unsupported(path + ": can't be read: " + e.getMessage());
    }
    if (all.stream().allMatch(symbol -> symbol.address() == 0)) {
      throw new Unsupported(
          path
              + ": has no addresses"
              + (all.isEmpty() ? "" : "; only root sees those of /proc/kallsyms"));
    }
    return new SymbolText(sized(all));
  }

  /// Distributions keep it packed by gzip now and then.
  private static BufferedReader open(Path path) throws IOException {
    BufferedInputStream file = new BufferedInputStream(Files.newInputStream(path));
    file.mark(2);
    byte[] magic = file.readNBytes(2);
    file.reset();
    boolean packed = magic.length == 2 && magic[0] == 0x1f && (magic[1] & 0xff) == 0x8b;
    return new BufferedReader(
        new InputStreamReader(
            packed ? new GZIPInputStream(file) : file, StandardCharsets.ISO_8859_1));
  }

  private static Symbol parse(String line, Path path, long at) {
    String[] words = line.strip().split("\\s+", 4);
    try {
      if (words.length >= 3 && words[1].length() == LETTER) {
        String module = words.length == 4 ? words[3].replaceAll("[\\[\\]]", "") : "";
        long address = Long.parseUnsignedLong(words[0], HEX);
        return new Symbol(words[2], address, 0, words[1].charAt(0), module);
      }
    } catch (NumberFormatException e) {
      // Told below.
    }
    throw new MalformedInput(path.toString(), at, "\"ADDRESS TYPE NAME\"", '"' + cut(line) + '"');
  }

  private static String cut(String line) {
    return line.length() > 40 ? line.substring(0, 40) + "..." : line;
  }

  /// A symbol reaches to the next address that has one.
  private static Map<String, List<Symbol>> sized(List<Symbol> all) {
    long[] addresses = all.stream().mapToLong(Symbol::address).sorted().toArray();
    Map<String, List<Symbol>> byName = new HashMap<>();
    for (Symbol symbol : all) {
      int next = Arrays.binarySearch(addresses, symbol.address());
      while (next < addresses.length && addresses[next] == symbol.address()) {
        next++;
      }
      long size = next < addresses.length ? addresses[next] - symbol.address() : 0;
      byName
          .computeIfAbsent(symbol.name(), n -> new ArrayList<>(1))
          .add(new Symbol(symbol.name(), symbol.address(), size, symbol.type(), symbol.module()));
    }
    return byName;
  }

  private Optional<Long> address(String name) {
    return named(name).stream().map(Symbol::address).findFirst();
  }

  @Override
  public List<Symbol> named(String name) {
    return byName.getOrDefault(name, List.of());
  }

  @Override
  public boolean inInit(long address) {
    return Long.compareUnsigned(address, initFirst) >= 0
        && Long.compareUnsigned(address, initBehind) < 0;
  }
}
