package org.inquest.kernel.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import org.inquest.engine.code.image.CodeImage;
import org.inquest.engine.code.image.CodeImages;
import org.inquest.engine.debugfile.ModuleFolder;
import org.inquest.engine.module.LoadedModule;
import org.inquest.engine.target.Target;
import org.inquest.engine.target.TargetOpener;
import org.inquest.engine.testkit.EditedDump;
import org.inquest.formats.testkit.ElfObject;
import org.inquest.formats.testkit.SharedDumps;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The code of a module in a real dump against files that are made of it, with its returns put back
/// to jumps to the return thunk.
class ModuleTextTest {
  private static final String MODULE = "qemu_fw_cfg";
  private static final int R_X86_64_PC32 = 2;
  private static final int R_X86_64_PLT32 = 4;

  @TempDir Path folder;
  private Path dump;
  private long start;
  private byte[] code;

  @BeforeEach
  void readModule() {
    dump = SharedDumps.dump("61-null.kdump");
    try (Target target = TargetOpener.open(List.of(dump))) {
      LoadedModule module =
          target.modules().all().stream()
              .filter(m -> m.name().equals(MODULE))
              .findFirst()
              .orElseThrow();
      LoadedSections sections = LoadedSections.of(target, module);
      assertThat(sections.buildId()).hasValueSatisfying(id -> assertThat(id).hasSize(40));
      assertThat(sections.section(".init.text")).as("freed").isEmpty();
      start = sections.section(".text").orElseThrow();
      code = target.memory().read(start, 0x400);
    }
  }

  /// Whether the kernel made a jump to the return thunk this return.
  private boolean isReturnSite(int at) {
    return code[at] == (byte) 0xc3
        && code[at + 1] == (byte) 0xcc
        && code[at + 2] == (byte) 0xcc
        && code[at + 3] == (byte) 0xcc
        && code[at + 4] == (byte) 0xcc;
  }

  /// A `.ko` as it was before it was loaded.
  private byte[] file() {
    byte[] text = code.clone();
    ElfObject object =
        new ElfObject(1, 62)
            .text(".text", 0, text)
            .symbol("__x86_return_thunk", 0, 0, 0, 0)
            .symbol("", 3, 1, 0, 0);
    int sites = 0;
    for (int i = 0; i + 5 <= text.length; i++) {
      if (isReturnSite(i)) {
        text[i] = (byte) 0xe9;
        object.rela(1, i + 1, R_X86_64_PLT32, 1, -4);
        object.rela(2, 4L * sites++, R_X86_64_PC32, 2, i);
      }
    }
    assertThat(sites).isPositive();
    return object.readOnly(".return_sites", 0, new byte[4 * sites]).bytes();
  }

  private static TextReport compare(EditedDump dump, Path folder) {
    try (Target target = TargetOpener.open(dump);
        CodeImage live = CodeImages.of(target)) {
      return TextComparison.runModules(target, live, ModuleFolder.of(folder));
    }
  }

  /// The dump with one bit of the module's code changed.
  private EditedDump spoiled(int at) {
    try (Target target = TargetOpener.open(List.of(dump))) {
      long place = start + at & ~7L;
      long bit = 0x10L << 8 * (start + at - place);
      return EditedDump.of(dump).write(target, place, target.memory().readLong(place) ^ bit);
    }
  }

  @Test
  void patchedPlacesAreExplainedAndSpoiledOnesFound() throws IOException {
    Path below = Files.createDirectories(folder.resolve("kernel/drivers/firmware"));
    Files.write(below.resolve("qemu-fw-cfg.ko"), file());
    TextReport healthy = compare(EditedDump.of(dump), folder);
    assertThat(healthy.findings()).isEmpty();
    assertThat(healthy.bytes()).isEqualTo(code.length);
    assertThat(healthy.explained()).containsKey("return thunk");
    assertThat(healthy.gaps()).singleElement().asString().contains("sick: no file");
    assertThat(compare(spoiled(66), folder).findings()).hasSize(1);
  }

  /// A return that became something else is no patch.
  @Test
  void aSpoiledReturnIsFound() throws IOException {
    Files.write(folder.resolve(MODULE + ".ko"), file());
    int at = 0;
    while (!isReturnSite(at)) {
      at++;
    }
    assertThat(compare(spoiled(at), folder).findings())
        .singleElement()
        .satisfies(finding -> assertThat(finding.why()).contains("return thunk"));
  }

  @Test
  void packedFilesAreUnpacked() throws IOException {
    Path packed = folder.resolve(MODULE + ".ko.gz");
    try (GZIPOutputStream out = new GZIPOutputStream(Files.newOutputStream(packed))) {
      out.write(file());
    }
    TextReport report = compare(EditedDump.of(dump), folder);
    assertThat(report.bytes()).isEqualTo(code.length);
    assertThat(report.findings()).isEmpty();
  }

  @Test
  void aDamagedFileIsAGap() throws IOException {
    Files.write(folder.resolve(MODULE + ".ko"), new byte[] {0x7f, 'E', 'L', 'F', 0, 0, 0});
    assertThat(compare(EditedDump.of(dump), folder).gaps())
        .anySatisfy(gap -> assertThat(gap).startsWith(MODULE + ": "));
  }
}
