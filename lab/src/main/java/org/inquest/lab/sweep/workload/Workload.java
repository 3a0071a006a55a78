package org.inquest.lab.sweep.workload;

import java.io.IOException;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.stream.Stream;
import org.inquest.formats.fault.MalformedInput;
import org.inquest.lab.module.ModuleSources;

/// Something for a kernel to do, in small steps.
///
/// @param name the folder's name: what a person types
/// @param title one line for the list
/// @param needs options of the kernel without which it can't run, for people; empty for none
/// @param here whether it may be run on a machine that is no guest: it cleans up behind itself and
///   wants no disk
/// @param disk what is on the guest's disk `/dev/vda`
/// @param memoryMegabytes RAM of the guest
/// @param cpus of the guest
/// @param children whether its steps are programs that start others, so that calls of all of them
///   count, not those of the step's own process alone
/// @param programs of this machine that are in the guest at `/sbin`, with their libraries
/// @param modules what is built for the guest's kernel and put into `/modules`
/// @param command what is run instead of steps, a program of the guest with its arguments; empty
///   for a workload of steps
/// @param source the steps, C
public record Workload(
    String name,
    String title,
    String needs,
    boolean here,
    Optional<Disk> disk,
    int memoryMegabytes,
    int cpus,
    boolean children,
    Programs programs,
    ModuleSources modules,
    List<String> command,
    String source) {
  private static final String DESCRIPTION = "workload.properties";
  private static final String SOURCE = "workload.c";

  /// A disk with a file system.
  ///
  /// @param type as mkfs takes it: "ext4", "xfs", "btrfs"
  /// @param megabytes its size
  public record Disk(String type, int megabytes) {}

  /// Programs of this machine.
  ///
  /// @param names of their files
  /// @param folder where they are; empty for the usual folders
  /// @param install what to do where they are not there
  public record Programs(List<String> names, Optional<String> folder, String install) {
    static final Programs NONE = new Programs(List.of(), Optional.empty(), "");
  }

  /// Reads a workload's folder.
  ///
  /// @throws MalformedInput if the description or the source is missing or wrong
  static Workload of(String name, Map<String, byte[]> files) {
    Properties p = new Properties();
    try {
      p.load(new StringReader(text(name, files, DESCRIPTION)));
    } catch (IOException e) {
      throw new UncheckedIOException(e); // A string has no read errors.
    } catch (IllegalArgumentException e) {
      throw wrong(name, "properties", String.valueOf(e.getMessage()));
    }
    return new Workload(
        name,
        p.getProperty("title", name),
        p.getProperty("needs", ""),
        yes(p, "here"),
        disk(name, p.getProperty("disk", "")),
        number(name, p, "memory", 384),
        number(name, p, "cpus", 1),
        yes(p, "children"),
        new Programs(
            words(p.getProperty("programs", "")),
            Optional.ofNullable(p.getProperty("programs.from")),
            p.getProperty("programs.install", "install what brings it")),
        ModuleSources.of(name, files),
        List.of(),
        text(name, files, SOURCE));
  }

  /// A workload that is one command.
  ///
  /// @param words a program of the guest and its arguments
  static Workload command(List<String> words) {
    return new Workload(
        String.join(" ", words),
        "a command",
        "",
        true,
        Optional.empty(),
        256,
        1,
        true,
        Programs.NONE,
        ModuleSources.NONE,
        words,
        "");
  }

  private static Optional<Disk> disk(String name, String text) {
    List<String> words = words(text);
    if (words.isEmpty()) {
      return Optional.empty();
    }
    if (words.size() != 2 || !words.get(1).matches("[1-9]\\d{0,3}")) {
      throw wrong(name, "disk = TYPE MEGABYTES", text);
    }
    return Optional.of(new Disk(words.get(0), Integer.parseInt(words.get(1))));
  }

  private static boolean yes(Properties p, String key) {
    return p.getProperty(key, "no").strip().equals("yes");
  }

  private static int number(String name, Properties p, String key, int otherwise) {
    String text = p.getProperty(key, String.valueOf(otherwise)).strip();
    if (!text.matches("[1-9]\\d{0,4}")) {
      throw wrong(name, "a number for " + key, text);
    }
    return Integer.parseInt(text);
  }

  private static String text(String name, Map<String, byte[]> files, String file) {
    byte[] content = files.get(file);
    if (content == null) {
      throw wrong(name, "a file " + file, "none");
    }
    return new String(content, StandardCharsets.UTF_8);
  }

  private static List<String> words(String text) {
    return Stream.of(text.strip().split("\\s+")).filter(word -> !word.isEmpty()).toList();
  }

  private static MalformedInput wrong(String name, String expected, String found) {
    return new MalformedInput("workload " + name, -1, expected, found);
  }
}
