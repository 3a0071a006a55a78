package org.inquest.lab.process;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.inquest.formats.elf.ElfMagic;
import org.inquest.formats.fault.Unavailable;

/// The dynamic loader and the shared libraries that a program of this machine needs elsewhere. The
/// loader itself is asked (ld.so(8), `--list`): it runs nothing of the program.
public final class SharedObjects {
  // ELF-64, elf(5): e_ident, e_machine, e_phoff, e_phentsize, e_phnum; p_type, p_offset, p_filesz.
  private static final int MACHINE = 18;
  private static final int PROGRAM_HEADERS = 32;
  private static final int HEADER_SIZE = 54;
  private static final int HEADER_COUNT = 56;
  private static final int EM_X86_64 = 62;
  private static final int PT_INTERP = 3;
  private static final int LEAST = 64;

  private SharedObjects() {}

  /// Whether these are the bytes of an ELF file, and whole enough to have a header.
  public static boolean isElf(byte[] bytes) {
    return bytes.length >= LEAST && ElfMagic.begins(bytes);
  }

  /// What a program loads, itself not included; empty if it is linked statically.
  ///
  /// @throws Unavailable if it is for another machine, or something that it needs is not here
  public static List<Path> of(Path program, byte[] bytes) {
    Optional<String> loader = interpreter(program, bytes);
    if (loader.isEmpty()) {
      return List.of();
    }
    Path path = Path.of(loader.get());
    if (!Files.isExecutable(path)) {
      throw new Unavailable(
          program + " wants the loader " + path + ", which this machine has not",
          "link it statically");
    }
    Tool.Outcome listing =
        new Tool(path.toString(), "libc6")
            .attempt(
                List.of("--list", program.toAbsolutePath().toString()),
                Map.of(),
                Duration.ofSeconds(20));
    List<Path> all = new ArrayList<>(List.of(path));
    all.addAll(libraries(program, listing.output()));
    return List.copyOf(all);
  }

  /// The libraries of a listing.
  ///
  /// @throws Unavailable if one is missing
  public static List<Path> libraries(Path program, String listing) {
    LoaderListing loads = LoaderListing.parse(listing);
    if (!loads.missing().isEmpty()) {
      throw new Unavailable(
          program + " needs " + loads.missing().getFirst() + ", which this machine has not",
          "install it, or link the program statically");
    }
    return loads.libraries();
  }

  /// The loader an ELF file names; empty if none.
  private static Optional<String> interpreter(Path program, byte[] bytes) {
    ByteBuffer elf = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    if (elf.getShort(MACHINE) != EM_X86_64) {
      throw new Unavailable(program + " is no program for x86-64", "guests are x86-64 machines");
    }
    try {
      long at = elf.getLong(PROGRAM_HEADERS);
      int size = Short.toUnsignedInt(elf.getShort(HEADER_SIZE));
      int count = Short.toUnsignedInt(elf.getShort(HEADER_COUNT));
      for (int i = 0; i < count; i++, at += size) {
        if (elf.getInt(Math.toIntExact(at)) == PT_INTERP) {
          int from = Math.toIntExact(elf.getLong(Math.toIntExact(at + 8)));
          int length = Math.toIntExact(elf.getLong(Math.toIntExact(at + 32)));
          String name = new String(bytes, from, length, StandardCharsets.UTF_8);
          return Optional.of(name.replace("\0", ""));
        }
      }
      return Optional.empty();
    } catch (IndexOutOfBoundsException | ArithmeticException e) {
      throw new Unavailable(program + " is a damaged ELF file", "build it again");
    }
  }

  /// The bytes of a file.
  ///
  /// @throws Unavailable if it can't be read
  public static byte[] read(Path file) {
    try {
      return Files.readAllBytes(file);
    } catch (IOException e) {
      throw new Unavailable(file + " can't be read (" + e.getMessage() + ")", "permit it");
    }
  }
}
