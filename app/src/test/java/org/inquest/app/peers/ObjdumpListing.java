package org.inquest.app.peers;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// The `.text` of an ELF file, and what binutils' objdump makes of it.
///
/// @param file the ELF file
/// @param code the section's bytes
/// @param base their virtual address
record ObjdumpListing(Path file, byte[] code, long base) {

  /// One line of objdump.
  ///
  /// @param length bytes up to the next line
  /// @param text instruction without names of symbols
  /// @param symbol what stood in `<>`, or empty
  record Line(long address, int length, String text, String symbol) {}

  /// Receives lines in the order of addresses.
  interface Reader {
    void line(Line line);
  }

  /// Extracts `.text` with objcopy.
  ///
  /// @param folder for the extracted file
  static ObjdumpListing of(Path file, Path folder) throws IOException, InterruptedException {
    Path text = folder.resolve("text.bin");
    Process objcopy =
        new ProcessBuilder(
                "objcopy", "-O", "binary", "-j", ".text", file.toString(), text.toString())
            .inheritIO()
            .start();
    if (objcopy.waitFor() != 0) {
      throw new IllegalStateException("objcopy can't read " + file);
    }
    return new ObjdumpListing(file, Files.readAllBytes(text), base(file));
  }

  private static long base(Path file) throws IOException {
    for (String line : output(List.of("objdump", "-h", "-w", file.toString()))) {
      String[] words = line.strip().split(" +");
      if (words.length > 4 && words[1].equals(".text")) {
        return Long.parseUnsignedLong(words[3], 16);
      }
    }
    throw new IllegalStateException(file + " has no .text");
  }

  /// Names of functions, by nm.
  Set<String> functions() throws IOException {
    Set<String> functions = new HashSet<>();
    for (String line : output(List.of("nm", file.toString()))) {
      String[] words = line.split(" ");
      if (words.length == 3) {
        functions.add(words[0] + " " + words[2]);
      }
    }
    return functions;
  }

  private static List<String> output(List<String> command) throws IOException {
    Process process = new ProcessBuilder(command).start();
    try (BufferedReader lines = process.inputReader(StandardCharsets.ISO_8859_1)) {
      return lines.lines().toList();
    }
  }

  /// Runs objdump over the section.
  ///
  /// @param syntax `att` or `intel`
  void read(String syntax, Reader reader) throws IOException {
    Process objdump =
        new ProcessBuilder(
                "objdump", "-d", "-M", syntax, "-j", ".text", "--no-show-raw-insn", file.toString())
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    try (BufferedReader lines =
        new BufferedReader(
            new InputStreamReader(objdump.getInputStream(), StandardCharsets.ISO_8859_1))) {
      String waiting = null;
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        if (line.indexOf(":\t") > 0) {
          emit(waiting, addressOf(line), reader);
          waiting = line;
        }
      }
      emit(waiting, base + code.length, reader);
    }
  }

  private static long addressOf(String line) {
    return Long.parseUnsignedLong(line.substring(0, line.indexOf(':')).strip(), 16);
  }

  private static void emit(String line, long next, Reader reader) {
    if (line == null) {
      return;
    }
    long address = addressOf(line);
    String text = line.substring(line.indexOf('\t') + 1).strip();
    String symbol = "";
    int open = text.indexOf(" <");
    if (open >= 0) {
      symbol = text.substring(open + 2, text.length() - 1);
      text = text.substring(0, open);
    }
    reader.line(new Line(address, (int) (next - address), text, symbol));
  }
}
