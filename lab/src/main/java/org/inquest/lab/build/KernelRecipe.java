package org.inquest.lab.build;

import java.io.IOException;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.SortedMap;
import java.util.TreeMap;
import org.inquest.formats.fault.MalformedInput;

/// A kernel the lab can build.
///
/// @param name the folder's name: what a person types
/// @param title one line for the list
/// @param source name of Debian's source package, which names the series: `linux-source-6.1`
/// @param suite the Debian release it is taken from: "bookworm"
/// @param config what the kernel has beyond `allnoconfig`: lines of a `.config`
/// @param patches file name to unified diff, in the order in which they are applied
public record KernelRecipe(
    String name,
    String title,
    String source,
    String suite,
    String config,
    SortedMap<String, String> patches) {

  private static final String DESCRIPTION = "kernel.properties";
  private static final String CONFIG = "config";
  private static final String PATCH = ".patch";

  public KernelRecipe {
    patches = Collections.unmodifiableSortedMap(new TreeMap<>(patches));
  }

  /// Reads a kernel's folder.
  ///
  /// @param files file name to content
  /// @throws MalformedInput if the description or the configuration is missing or wrong
  static KernelRecipe of(String name, Map<String, byte[]> files) {
    Properties p = properties(name, files);
    SortedMap<String, String> patches = new TreeMap<>();
    files.keySet().stream()
        .filter(file -> file.endsWith(PATCH))
        .forEach(file -> patches.put(file, text(name, files, file)));
    return new KernelRecipe(
        name,
        value(name, p, "title"),
        value(name, p, "source"),
        value(name, p, "suite"),
        text(name, files, CONFIG),
        patches);
  }

  /// The kernel whose files this one has too; empty for none.
  ///
  /// @throws MalformedInput if the description is missing or wrong
  static String like(String name, Map<String, byte[]> files) {
    return properties(name, files).getProperty("like", "").strip();
  }

  /// Names of the other's files that this one has not: patches.
  static List<String> without(String name, Map<String, byte[]> files) {
    return List.of(properties(name, files).getProperty("without", "").strip().split("\\s+"));
  }

  private static Properties properties(String name, Map<String, byte[]> files) {
    Properties p = new Properties();
    try {
      p.load(new StringReader(text(name, files, DESCRIPTION)));
    } catch (IOException e) {
      throw new UncheckedIOException(e); // A string has no read errors.
    } catch (IllegalArgumentException e) {
      throw new MalformedInput("kernel " + name, -1, "properties", String.valueOf(e.getMessage()));
    }
    return p;
  }

  /// The lines of the configuration that say something: `CONFIG_A=y`, `# CONFIG_B is not set`.
  public List<String> options() {
    return config
        .lines()
        .map(String::strip)
        .filter(l -> l.startsWith("CONFIG_") || l.startsWith("# CONFIG_"))
        .toList();
  }

  /// Which of the options a finished configuration does not have: a typing error, or something they
  /// depend on is missing.
  ///
  /// @param finished content of the `.config` that the kernel's make wrote
  public List<String> missing(String finished) {
    List<String> lines = finished.lines().toList();
    return options().stream().filter(o -> !lines.contains(o)).toList();
  }

  /// A fingerprint of all that makes this kernel what it is, but the version of the source.
  ///
  /// @return 64 hexadecimal digits
  public String digest() {
    try {
      MessageDigest sha = MessageDigest.getInstance("SHA-256");
      List<String> parts = new ArrayList<>(List.of(source, suite, config));
      patches.forEach((file, text) -> parts.addAll(List.of(file, text)));
      for (String part : parts) {
        sha.update(part.getBytes(StandardCharsets.UTF_8));
        sha.update((byte) 0);
      }
      return HexFormat.of().formatHex(sha.digest());
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e); // Every Java platform has SHA-256.
    }
  }

  private static String text(String name, Map<String, byte[]> files, String file) {
    byte[] content = files.get(file);
    if (content == null) {
      throw new MalformedInput("kernel " + name, -1, "a file " + file, "none");
    }
    return new String(content, StandardCharsets.UTF_8);
  }

  private static String value(String name, Properties p, String key) {
    String value = p.getProperty(key, "").strip();
    if (value.isEmpty()) {
      throw new MalformedInput("kernel " + name, -1, "a value for " + key, "none");
    }
    return value;
  }
}
