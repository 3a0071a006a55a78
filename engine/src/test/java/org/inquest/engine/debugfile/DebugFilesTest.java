package org.inquest.engine.debugfile;

import static org.assertj.core.api.Assertions.assertThat;

import io.airlift.compress.v3.lz4.Lz4JavaCompressor;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import java.util.zip.CRC32;
import java.util.zip.GZIPOutputStream;
import org.inquest.formats.elf.ElfFile;
import org.inquest.formats.testkit.ElfObject;
import org.inquest.formats.testkit.NoteBytes;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tukaani.xz.LZMA2Options;
import org.tukaani.xz.XZOutputStream;

/// Searches on a small machine of its own.
class DebugFilesTest {
  private static final String RELEASE = "6.1.0-9-amd64";
  private static final String OURS = "1234567890123456789012345678901234567890";
  private static final String OTHER = "ff34567890123456789012345678901234567890";
  private static final ModuleJudge EXT4 =
      new ModuleJudge("my_fs", Optional.of(OURS), Optional.empty());

  @TempDir private Path root;
  private Path dumps = Path.of("");

  @BeforeEach
  void makeFolders() {
    dumps = root.resolve("var/crash");
  }

  private DebugFiles files() {
    return files(Optional.empty());
  }

  private DebugFiles files(Optional<Path> modules) {
    return new DebugFiles(
        new SearchPlaces(
            Optional.empty(),
            modules,
            Optional.of(dumps),
            root,
            List.of(root.resolve("cache")),
            root.resolve("unpacked"),
            Optional.empty()),
        RELEASE);
  }

  private static ElfObject elf() {
    return new ElfObject(2, 62);
  }

  private static byte[] id(String buildId) {
    return new NoteBytes().add("GNU", 3, HexFormat.of().parseHex(buildId)).bytes();
  }

  private static byte[] debug(String buildId) {
    return elf()
        .notes(".note.gnu.build-id", id(buildId))
        .readOnly(".debug_info", 0, new byte[8])
        .bytes();
  }

  private static byte[] stripped(String buildId, byte[] link) {
    return elf()
        .notes(".note.gnu.build-id", id(buildId))
        .readOnly(".gnu_debuglink", 0, link)
        .bytes();
  }

  /// Without a build-id on either side.
  private static byte[] nameless(byte[] link) {
    return elf().readOnly(".gnu_debuglink", 0, link).bytes();
  }

  private static byte[] link(String name, byte[] file) {
    CRC32 sum = new CRC32();
    sum.update(file);
    byte[] text = name.getBytes(StandardCharsets.UTF_8);
    ByteBuffer out = ByteBuffer.allocate((text.length + 4 & ~3) + 4).order(ByteOrder.LITTLE_ENDIAN);
    out.put(text).putInt(out.capacity() - 4, (int) sum.getValue());
    return out.array();
  }

  private Path write(String path, byte[] bytes) throws IOException {
    Path file = root.resolve(path);
    Files.createDirectories(file.getParent());
    return Files.write(file, bytes);
  }

  private static KernelJudge kernel(Optional<String> buildId, Optional<String> banner) {
    return new KernelJudge(Map::of, new KernelIdentity(RELEASE, buildId, banner));
  }

  @Test
  void placesInTheirOrder() throws IOException {
    List<String> places =
        List.of(
            "cache/" + OURS + "/debuginfo",
            "boot/vmlinux-" + RELEASE,
            "lib/modules/" + RELEASE + "/build/vmlinux",
            "usr/lib/debug/usr/lib/modules/" + RELEASE + "/vmlinux.debug",
            "usr/lib/debug/lib/modules/" + RELEASE + "/vmlinux",
            "usr/lib/debug/boot/vmlinux-" + RELEASE,
            "usr/lib/debug/.build-id/12/" + OURS.substring(2) + ".debug",
            "var/crash/vmlinux-" + RELEASE,
            "var/crash/vmlinux");
    KernelJudge judge = kernel(Optional.of(OURS), Optional.empty());
    assertThat(files().kernel(judge).debug()).isEmpty();
    for (String place : places) {
      Path path = write(place, debug(OURS));
      assertThat(files().kernel(judge).debug()).map(DebugFile::path).contains(path);
    }
  }

  private static byte[] gzip(byte[] bytes) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (GZIPOutputStream packed = new GZIPOutputStream(out)) {
      packed.write(bytes);
    }
    return out.toByteArray();
  }

  private static byte[] xz(byte[] bytes) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (XZOutputStream packed = new XZOutputStream(out, new LZMA2Options(0))) {
      packed.write(bytes);
    }
    return out.toByteArray();
  }

  @Test
  void aPackedKernelIsUnpackedOnceIntoTheUsersFolder() throws IOException {
    KernelJudge judge = kernel(Optional.of(OURS), Optional.empty());
    Path packed = write("boot/vmlinux-" + RELEASE + ".xz", xz(debug(OURS)));
    DebugFile found = files().kernel(judge).debug().orElseThrow();
    assertThat(found.path()).isEqualTo(packed);
    assertThat(found.content()).hasBinaryContent(debug(OURS)).hasParent(root.resolve("unpacked"));
    try (ElfFile file = found.open()) {
      assertThat(file.section(".debug_info")).isPresent();
    }
    assertThat(files().kernel(judge).debug()).contains(found);
    // Another one of the name.
    write("boot/vmlinux-" + RELEASE + ".xz", xz(debug(OTHER)));
    assertThat(files().kernel(judge).refused()).singleElement().asString().contains(OTHER);
    write("boot/vmlinux-" + RELEASE + ".xz", Arrays.copyOf(xz(debug(OURS)), 60));
    assertThat(files().kernel(judge).refused()).singleElement().asString().contains("packed");
    try (Stream<Path> kept = Files.list(root.resolve("unpacked"))) {
      assertThat(kept).hasSize(2);
    }
  }

  /// One block of LZ4's old frames, and the unpacked size as kernels have it.
  private static byte[] lz4(byte[] bytes) {
    Lz4JavaCompressor codec = new Lz4JavaCompressor();
    byte[] packed = new byte[codec.maxCompressedLength(bytes.length)];
    int size = codec.compress(bytes, 0, bytes.length, packed, 0, packed.length);
    return ByteBuffer.allocate(size + 12)
        .order(ByteOrder.LITTLE_ENDIAN)
        .putInt(0x184c2102)
        .putInt(size)
        .put(packed, 0, size)
        .putInt(bytes.length)
        .array();
  }

  /// Setup code of four sectors, and behind it a gap and the packed kernel.
  private static byte[] bootImage(byte[] payload) {
    ByteBuffer out = ByteBuffer.allocate(5 * 512 + 64 + payload.length + 32);
    out.order(ByteOrder.LITTLE_ENDIAN)
        .put(0x1f1, (byte) 4)
        .putInt(0x202, 0x5372_6448)
        .putShort(0x206, (short) 0x20f)
        .putInt(0x248, 64)
        .putInt(0x24c, payload.length);
    return out.put(5 * 512 + 64, payload).array();
  }

  @Test
  void theKernelInABootImageIsBetterThanNothing() throws IOException {
    KernelJudge judge = kernel(Optional.of(OURS), Optional.empty());
    byte[] code = elf().notes(".notes", id(OURS)).text(".text", 0x1000, new byte[64]).bytes();
    Path image = write("boot/vmlinuz-" + RELEASE, bootImage(gzip(code)));
    SearchResult result = files().kernel(judge);
    assertThat(result.debug()).isEmpty();
    assertThat(result.plain()).map(DebugFile::path).contains(image);
    assertThat(result.plain().orElseThrow().content()).hasBinaryContent(code);
    byte[] xz = xz(code);
    write("boot/vmlinuz-" + RELEASE, bootImage(Arrays.copyOf(xz, xz.length + 4)));
    assertThat(files().kernel(judge).plain().orElseThrow().content()).hasBinaryContent(code);
    write("boot/vmlinuz-" + RELEASE, bootImage(lz4(code)));
    assertThat(files().kernel(judge).plain().orElseThrow().content()).hasBinaryContent(code);
    write("boot/vmlinuz-" + RELEASE, bootImage(Arrays.copyOf(lz4(code), 40)));
    assertThat(files().kernel(judge).refused()).singleElement().asString().contains("packed");
    write("boot/vmlinuz-" + RELEASE, Arrays.copyOf(bootImage(xz), 3000));
    assertThat(files().kernel(judge).plain()).as("cut off").isEmpty();
    Path whole = write("boot/vmlinux-" + RELEASE, debug(OURS));
    assertThat(files().kernel(judge).debug()).map(DebugFile::path).contains(whole);
    assertThat(files().kernel(judge).plain()).isEmpty();
  }

  @Test
  void anotherBuildIsRefusedAndTheSearchGoesOn() throws IOException {
    Path wrong = write("usr/lib/debug/boot/vmlinux-" + RELEASE, debug(OTHER));
    Path right = write("boot/vmlinux-" + RELEASE, debug(OURS));
    write("var/crash/vmlinux", new byte[] {0x7f, 'E', 'L', 'F'});
    SearchResult result = files().kernel(kernel(Optional.of(OURS), Optional.empty()));
    assertThat(result.debug()).contains(new DebugFile(right, Way.RELEASE, "build-id"));
    assertThat(result.refused()).hasSize(2);
    assertThat(result.refused().getLast().place()).isEqualTo(wrong.toString());
    assertThat(result.refused().getLast().why())
        .isEqualTo(
            "is of another kernel: its build-id is "
                + OTHER
                + ", the dump's ("
                + RELEASE
                + ") is "
                + OURS);
  }

  /// A kernel without a build-id is told by its banner; one that nothing tells is not taken.
  @Test
  void theBannerDecidesWhereThereIsNoBuildId() throws IOException {
    String banner = "Linux version " + RELEASE + " (me@here) #1";
    byte[] text = (banner + "\n\0").getBytes(StandardCharsets.UTF_8);
    byte[] file =
        elf()
            .readOnly(".rodata", 0x1000, text)
            .readOnly(".debug_info", 0, new byte[8])
            .symbol("linux_banner", 1, 1, 0x1000, text.length)
            .bytes();
    write("boot/vmlinux-" + RELEASE, file);
    assertThat(files().kernel(kernel(Optional.empty(), Optional.of(banner))).debug())
        .map(DebugFile::proof)
        .contains("linux_banner");
    SearchResult other = files().kernel(kernel(Optional.empty(), Optional.of(banner + "2")));
    assertThat(other.debug()).isEmpty();
    assertThat(other.refused()).singleElement().asString().contains("it is \"" + banner);
    SearchResult unknown = files().kernel(kernel(Optional.empty(), Optional.empty()));
    assertThat(unknown.refused()).singleElement().asString().contains("can't be told");
  }

  /// Neither build-id nor banner: KASLR moved all by the same distance, or it is another build.
  @Test
  void symbolsDecideLast() throws IOException {
    ElfObject object =
        elf().text(".text", 0x1000, new byte[256]).readOnly(".debug_info", 0, new byte[8]);
    Map<String, Long> same = new HashMap<>();
    Map<String, Long> moved = new HashMap<>();
    for (int i = 0; i < 32; i++) {
      object.symbol("f" + i, 2, 1, 0x1000 + 8 * i, 8);
      same.put("f" + i, 0x7000L + 8 * i);
      moved.put("f" + i, 0x7000L + 9 * i);
    }
    write("boot/vmlinux-" + RELEASE, object.bytes());
    KernelIdentity identity = new KernelIdentity(RELEASE, Optional.empty(), Optional.empty());
    assertThat(files().kernel(new KernelJudge(() -> same, identity)).debug())
        .map(DebugFile::proof)
        .contains("addresses of symbols");
    assertThat(files().kernel(new KernelJudge(() -> moved, identity)).refused())
        .singleElement()
        .asString()
        .contains("of 32 symbols 31 lie elsewhere");
  }

  @Test
  void aStrippedFileLeadsToItsDebugFile() throws IOException {
    Path plain = write("boot/vmlinux-" + RELEASE, stripped(OURS, link("vmlinux.dbg", debug(OURS))));
    Path there = write("usr/lib/debug/boot/vmlinux.dbg", debug(OURS));
    SearchResult result = files().kernel(kernel(Optional.of(OURS), Optional.empty()));
    assertThat(result.plain()).map(DebugFile::path).contains(plain);
    assertThat(result.debug()).contains(new DebugFile(there, Way.LINK, "build-id"));
  }

  @Test
  void withoutABuildIdTheChecksumDecides() throws IOException {
    ModuleJudge judge = new ModuleJudge("my_fs", Optional.empty(), Optional.empty());
    byte[] dwarf = elf().readOnly(".debug_info", 0, new byte[8]).bytes();
    Path module =
        write("lib/modules/" + RELEASE + "/fs/my-fs.ko", nameless(link("my-fs.debug", dwarf)));
    Path link = write("lib/modules/" + RELEASE + "/fs/.debug/my-fs.debug", dwarf);
    assertThat(files().module(judge).debug())
        .contains(new DebugFile(link, Way.LINK, "checksum of .gnu_debuglink"));
    dwarf[dwarf.length - 1] ^= 1;
    Files.write(link, dwarf);
    SearchResult result = files().module(judge);
    assertThat(result.debug()).isEmpty();
    assertThat(result.plain()).map(DebugFile::path).contains(module);
    assertThat(result.refused()).singleElement().asString().contains("another checksum");
  }

  /// A link to itself, and one that would lead to other folders.
  @Test
  void linksThatLeadNowhere() throws IOException {
    write("boot/vmlinux-" + RELEASE, stripped(OURS, link("vmlinux-" + RELEASE, new byte[1])));
    write("lib/modules/" + RELEASE + "/vmlinux", stripped(OURS, link("../x", new byte[1])));
    SearchResult result = files().kernel(kernel(Optional.of(OURS), Optional.empty()));
    assertThat(result.debug()).isEmpty();
    assertThat(result.plain()).isPresent();
  }

  @Test
  void modulesInTheirOrder() throws IOException {
    Path own = write("lib/modules/" + RELEASE + "/fs/my-fs.ko", debug(OURS));
    assertThat(files().module(EXT4).debug()).map(DebugFile::path).contains(own);
    Path apart = write("usr/lib/debug/lib/modules/" + RELEASE + "/fs/my-fs.ko.debug", debug(OURS));
    assertThat(files().module(EXT4).debug()).map(DebugFile::path).contains(apart);
    Path byId = write("usr/lib/debug/.build-id/12/" + OURS.substring(2) + ".debug", debug(OURS));
    assertThat(files().module(EXT4).debug()).map(DebugFile::path).contains(byId);
    Path beside = write("var/crash/my_fs.ko", debug(OURS));
    assertThat(files().module(EXT4).debug()).map(DebugFile::path).contains(beside);
    Path given = write("here/deep/my_fs.ko", debug(OURS));
    Path wrong = write("here/old/my-fs.ko", debug(OTHER));
    SearchResult result = files(Optional.of(root.resolve("here"))).module(EXT4);
    assertThat(result.debug()).contains(new DebugFile(given, Way.GIVEN, "build-id"));
    Files.delete(given);
    result = files(Optional.of(root.resolve("here"))).module(EXT4);
    assertThat(result.debug()).map(DebugFile::path).contains(beside);
    assertThat(result.refused()).singleElement().asString().contains(wrong.toString());
  }

  @Test
  void aPackedModuleIsToldByItsSources() throws IOException {
    ModuleJudge judge = new ModuleJudge("my_fs", Optional.empty(), Optional.of("ABC"));
    byte[] info = "license=GPL\0srcversion=ABC\0".getBytes(StandardCharsets.US_ASCII);
    byte[] file =
        elf().readOnly(".modinfo", 0, info).readOnly(".debug_info", 0, new byte[8]).bytes();
    Path packed = root.resolve("lib/modules/" + RELEASE + "/my-fs.ko.gz");
    Files.createDirectories(packed.getParent());
    try (GZIPOutputStream out = new GZIPOutputStream(Files.newOutputStream(packed))) {
      out.write(file);
    }
    assertThat(files().module(judge).debug())
        .contains(new DebugFile(packed, Way.RELEASE, "srcversion"));
    ModuleJudge other = new ModuleJudge("my_fs", Optional.empty(), Optional.of("ABD"));
    assertThat(files().module(other).refused())
        .singleElement()
        .asString()
        .contains("its srcversion is ABC, not ABD");
  }

  /// Release and build-id come from the dump, which may be anybody's.
  @Test
  void aHostileReleaseMakesNoPath() throws IOException {
    write("etc/vmlinux", debug(OURS));
    String release = "x/../../../../etc";
    SearchPlaces places =
        new SearchPlaces(
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            root,
            List.of(),
            root.resolve("unpacked"),
            Optional.empty());
    KernelJudge judge =
        new KernelJudge(
            Map::of,
            new KernelIdentity(release, Optional.of("../../../etc/vmlinux"), Optional.empty()));
    SearchResult result = new DebugFiles(places, release).kernel(judge);
    assertThat(result.debug()).isEmpty();
    assertThat(result.attempts()).isEmpty();
  }
}
