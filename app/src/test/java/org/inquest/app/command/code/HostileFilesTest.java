package org.inquest.app.command.code;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.inquest.app.cli.CommandLine;
import org.inquest.app.cli.Terminal;
import org.inquest.app.command.CommandInfo;
import org.inquest.app.command.Commands;
import org.inquest.app.command.InquestCommand;
import org.inquest.formats.testkit.ElfObject;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// All commands of `inquest code FILE`, as their own examples type them, over files that are none
/// of those they want: one line and an exit code, or a partial answer. Never a stack trace.
@Timeout(60)
final class HostileFilesTest {
  private static final int REL = 1;
  private static final int EXEC = 2;
  private static final int X86_64 = 62;
  private static final long TEXT = 0xffff_ffff_8100_0000L;

  /// Where a 64-bit ELF header has the place of the section headers, and how many there are.
  private static final int E_SHOFF = 40;

  private static final int E_SHNUM = 60;

  @TempDir Path folder;

  private record Outcome(int exit, String out, String err) {}

  private static Outcome run(List<String> words) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    PrintStream errors = new PrintStream(err, true, StandardCharsets.UTF_8);
    int exit = new CommandLine(out, errors, Terminal.none()).run(words);
    return new Outcome(
        exit, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
  }

  /// What the commands' examples type behind `code FILE`.
  static List<List<String>> examples() {
    List<List<String>> all = new ArrayList<>();
    for (InquestCommand command : Commands.all()) {
      if (command instanceof CodeFileCommand) {
        for (CommandInfo.Example example : command.info().examples()) {
          List<String> words = List.of(example.arguments().split(" "));
          all.add(words.subList(1, words.size()));
        }
      }
    }
    return all;
  }

  /// What is typed; a page goes where it vanishes with the test.
  private List<String> line(String file, List<String> example) {
    List<String> words = new ArrayList<>(List.of("code", file));
    example.forEach(
        word -> words.add(word.startsWith("--html=") ? "--html=" + folder.resolve("page") : word));
    return words;
  }

  /// A file that can't be used at all.
  ///
  /// @param says what its line has to contain
  record Unusable(String name, byte[] bytes, String says) {
    @Override
    public String toString() {
      return name;
    }
  }

  static Stream<Unusable> unusable() throws IOException {
    byte[] whole = small(EXEC, X86_64);
    byte[] noise = new byte[1 << 16];
    new Random(1).nextBytes(noise);
    return Stream.of(
        new Unusable("empty", new byte[0], "is empty"),
        new Unusable("text", "it crashed\n".getBytes(StandardCharsets.US_ASCII), "a text file"),
        new Unusable("noise", noise, "not a dump"),
        new Unusable("header.cut", Arrays.copyOf(whole, 40), "expected an ELF file"),
        new Unusable("no.section.headers", Arrays.copyOf(whole, 100), "the end of the file"),
        new Unusable("last.header.cut", Arrays.copyOf(whole, whole.length - 1), "section headers"),
        new Unusable("many.sections", manySections(whole), "section headers"),
        new Unusable("overlap", overlapping(), "overlap"),
        new Unusable("huge.module", hugeModule(), "room"),
        new Unusable("vmlinux.riscv", small(EXEC, 243), "riscv64"),
        new Unusable("module.riscv", small(REL, 243), "riscv64"),
        new Unusable("vmlinux.ppc", small(EXEC, 21), "ppc64"),
        new Unusable("vmlinux.unknown", small(EXEC, 4242), "EM_4242"),
        new Unusable("elf32", identified(whole, 1, 1), "32 bits"),
        new Unusable("bigendian", identified(whole, 2, 2), "big-endian"),
        new Unusable("vmlinuz", at(0x202, "HdrS"), "packed"),
        new Unusable("Image", at(56, "ARMd"), "boot image"),
        new Unusable("vmlinuz.efi", at(4, "zimg"), "packed"),
        new Unusable("text.gz", gzip(bytes("6f6f70730a")), "gunzip"),
        new Unusable("cut.ko.gz", Arrays.copyOf(gzip(whole), 60), "a packed file"),
        new Unusable("cut.ko.xz", bytes("fd377a585a0000"), "a packed file"),
        new Unusable("cut.ko.zst", bytes("28b52ffd00"), "zstd"));
  }

  @ParameterizedTest
  @MethodSource
  void unusable(Unusable file) throws IOException {
    String path = Files.write(folder.resolve(file.name()), file.bytes()).toString();
    for (List<String> example : examples()) {
      oneLine(run(line(path, example)), file.says());
    }
  }

  private static void oneLine(Outcome outcome, String says) {
    assertThat(outcome.err()).startsWith("inquest: ").contains(says).hasLineCount(1);
    assertThat(outcome.exit()).isEqualTo(CommandLine.FAILED);
  }

  @ParameterizedTest
  @MethodSource("examples")
  void notEvenAFile(List<String> example) throws IOException {
    oneLine(run(line(folder.toString(), example)), "directory");
    oneLine(run(line(folder.resolve("none").toString(), example)), "no such file");
    Path secret = Files.write(folder.resolve("secret"), small(EXEC, X86_64));
    assertThat(secret.toFile().setReadable(false, false)).isTrue();
    assumeThat(Files.isReadable(secret)).as("root may read everything").isFalse();
    oneLine(run(line(secret.toString(), example)), "permission denied");
  }

  /// A file in which something can be looked at.
  record Odd(String name, byte[] bytes) {
    @Override
    public String toString() {
      return name;
    }
  }

  static Stream<Odd> odd() {
    byte[] text = new byte[4096];
    new Random(2).nextBytes(text);
    return Stream.of(
        new Odd("random.code", withFunctions(new ElfObject(EXEC, X86_64), text).bytes()),
        new Odd("random.a64", withFunctions(new ElfObject(EXEC, 183), text).bytes()),
        new Odd("stripped", new ElfObject(EXEC, X86_64).text(".text", TEXT, text).bytes()),
        new Odd("no.code", new ElfObject(EXEC, X86_64).data(".data", TEXT, text).bytes()),
        new Odd("no.sections", new ElfObject(EXEC, X86_64).bytes()),
        new Odd("text.cut", cutText(text)),
        new Odd("zeros", new ElfObject(EXEC, X86_64).zeros(".bss", TEXT, 1L << 60).bytes()),
        new Odd(
            "end.of.memory",
            new ElfObject(EXEC, X86_64)
                .text(".text", -4096, text)
                .symbol("f", 2, 1, -64, 64)
                .bytes()));
  }

  @ParameterizedTest
  @MethodSource
  void odd(Odd file) throws IOException {
    String path = Files.write(folder.resolve(file.name()), file.bytes()).toString();
    for (List<String> example : examples()) {
      harmless(run(line(path, example)));
    }
  }

  private static void harmless(Outcome outcome) {
    assertThat(outcome.err()).doesNotContain("internal error", "out of memory", "\tat ");
    assertThat(outcome.err().lines().count()).isLessThan(2);
    assertThat(outcome.exit()).isBetween(CommandLine.DONE, CommandLine.GAPS);
    assertThat(outcome.exit()).isNotEqualTo(CommandLine.USAGE);
  }

  /// Each example over a small vmlinux and a module with one byte of their headers and tables
  /// changed; the names that the examples ask for are there.
  @ParameterizedTest
  @MethodSource("examples")
  void aByteChanged(List<String> example) throws IOException {
    Random random = new Random(example.hashCode());
    for (int type : new int[] {EXEC, REL}) {
      byte[] whole = small(type, X86_64);
      for (int i = 0; i < 12; i++) {
        byte[] changed = whole.clone();
        changed[16 + random.nextInt(whole.length - 16)] ^= (byte) (1 + random.nextInt(255));
        String path = Files.write(folder.resolve("changed"), changed).toString();
        harmless(run(line(path, example)));
      }
    }
  }

  /// A file whose functions have the names that the examples ask for, each 32 bytes: a call of the
  /// next one, a load of its result.
  private static byte[] small(int type, int machine) {
    byte[] function = bytes("e81b000000488b0048c7c70000008131c0c3cccccccccccccccccccccccccccc");
    ByteArrayOutputStream text = new ByteArrayOutputStream();
    for (int i = 0; i < names().size(); i++) {
      text.writeBytes(function);
    }
    ElfObject object =
        withFunctions(new ElfObject(type, machine), text.toByteArray())
            .readOnly(".rodata", TEXT + (1 << 20), new byte[64])
            .data(".data", TEXT + (2 << 20), ByteBuffer.allocate(8).putLong(TEXT).array())
            .zeros(".bss", TEXT + (3 << 20), 64)
            .rela(3, 0, 1, 1, 0);
    return object.bytes();
  }

  private static ElfObject withFunctions(ElfObject object, byte[] text) {
    object.text(".text", TEXT, text);
    int i = 0;
    for (String name : names()) {
      object.symbol(name, 2, 1, TEXT + 32L * i++, 32);
    }
    return object;
  }

  private static Set<String> names() {
    Set<String> names = new TreeSet<>();
    Pattern name = Pattern.compile("[a-z_][a-z0-9_]{2,}");
    for (List<String> example : examples()) {
      for (String word : example.subList(1, example.size())) {
        Matcher found = name.matcher(word);
        if (found.lookingAt()) {
          names.add(found.group());
        }
      }
    }
    return names;
  }

  private static byte[] bytes(String hex) {
    return HexFormat.of().parseHex(hex);
  }

  private static byte[] identified(byte[] whole, int bits, int order) {
    byte[] out = whole.clone();
    out[4] = (byte) bits;
    out[5] = (byte) order;
    return out;
  }

  private static byte[] at(int offset, String magic) {
    byte[] out = new byte[2048];
    byte[] bytes = magic.getBytes(StandardCharsets.US_ASCII);
    System.arraycopy(bytes, 0, out, offset, bytes.length);
    return out;
  }

  private static byte[] gzip(byte[] bytes) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (OutputStream packer = new GZIPOutputStream(out)) {
      packer.write(bytes);
    }
    return out.toByteArray();
  }

  private static ByteBuffer edit(byte[] bytes) {
    return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
  }

  /// Claims the most sections that a header can: the count is in section header 0.
  private static byte[] manySections(byte[] whole) {
    byte[] out = whole.clone();
    ByteBuffer file = edit(out);
    file.putShort(E_SHNUM, (short) 0);
    file.putLong((int) file.getLong(E_SHOFF) + 32, 1L << 58);
    return out;
  }

  /// A thousand sections of the same megabyte.
  private static byte[] overlapping() {
    ElfObject object = new ElfObject(EXEC, X86_64).text(".text", TEXT, new byte[1 << 20]);
    for (int i = 0; i < 1000; i++) {
      object.text(".text", TEXT + ((long) i << 20), new byte[0]);
    }
    byte[] out = object.bytes();
    ByteBuffer file = edit(out);
    int headers = (int) file.getLong(E_SHOFF);
    for (int i = 2; i < 1000; i++) {
      file.putLong(headers + 64 * i + 24, file.getLong(headers + 64 + 24));
      file.putLong(headers + 64 * i + 32, 1 << 20);
    }
    return out;
  }

  private static byte[] hugeModule() {
    return new ElfObject(REL, X86_64)
        .text(".text", 0, new byte[16])
        .zeros(".bss", 0, 1L << 60)
        .bytes();
  }

  /// The code's header claims two gigabytes.
  private static byte[] cutText(byte[] text) {
    byte[] out = withFunctions(new ElfObject(EXEC, X86_64), text).bytes();
    ByteBuffer file = edit(out);
    file.putLong((int) file.getLong(E_SHOFF) + 64 + 32, Integer.MAX_VALUE - 64L);
    return out;
  }
}
