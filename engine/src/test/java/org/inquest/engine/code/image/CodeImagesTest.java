package org.inquest.engine.code.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import org.inquest.engine.symbol.Symbol;
import org.inquest.engine.testkit.EditedDump;
import org.inquest.formats.fault.InquestException;
import org.inquest.formats.fault.MemoryFault;
import org.inquest.formats.fault.Unsupported;
import org.inquest.formats.testkit.ElfObject;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CodeImagesTest {
  private static final int NOTYPE = 0;
  private static final int OBJECT = 1;
  private static final int FUNC = 2;
  private static final int X86_64 = 62;
  private static final int AARCH64 = 183;
  private static final long TEXT = 0xffff_ffff_8100_0000L;

  @TempDir Path folder;

  private CodeImage open(ElfObject object) throws IOException {
    Path file = folder.resolve("image");
    Files.write(file, object.bytes());
    return CodeImages.open(file);
  }

  private static String name(CodeImage image, long address) {
    StringBuilder out = new StringBuilder();
    return image.names().append(address, out) ? out.toString() : "";
  }

  @Test
  void functionsHaveBoundsAndTheBestName() throws IOException {
    try (CodeImage image =
        open(
            new ElfObject(2, X86_64)
                .text(".text", TEXT, new byte[256])
                .data(".data", TEXT + 0x1000, new byte[64])
                .symbol("_stext", NOTYPE, 1, TEXT, 0)
                .symbol("startup", FUNC, 1, TEXT, 40)
                .symbol("inner_label", NOTYPE, 1, TEXT + 16, 0)
                .symbol("by_hand", NOTYPE, 1, TEXT + 64, 0)
                .symbol("last", FUNC, 1, TEXT + 128, 1 << 20)
                .symbol("table", OBJECT, 2, TEXT + 0x1010, 16)
                .symbol("_etext", NOTYPE, 1, TEXT + 256, 0))) {
      Functions functions = image.functions();
      assertThat(functions.size()).isEqualTo(3);
      assertThat(functions.name(0)).isEqualTo("startup");
      assertThat(functions.end(0)).isEqualTo(TEXT + 40);
      assertThat(functions.indexAt(TEXT + 50)).as("padding").isEqualTo(Functions.NONE);
      assertThat(functions.name(functions.indexAt(TEXT + 100))).isEqualTo("by_hand");
      assertThat(functions.end(1)).as("no size: up to the next").isEqualTo(TEXT + 128);
      assertThat(functions.end(2)).as("cut at the section's end").isEqualTo(TEXT + 256);
      assertThat(functions.indexFrom(TEXT + 1)).isEqualTo(1);
      assertThat(name(image, TEXT + 20)).isEqualTo("startup+0x14");
      assertThat(name(image, TEXT + 0x1018)).isEqualTo("table+0x8");
      assertThat(name(image, TEXT + 0x1020)).isEmpty();
      assertThat(image.symbols("by_hand")).extracting(Symbol::address).containsExactly(TEXT + 64);
    }
  }

  @Test
  void modulesAreLinkedSoThatCallsHaveNames() throws IOException {
    byte[] code = {
      (byte) 0xe8, 0, 0, 0, 0, 0x48, (byte) 0xc7, (byte) 0xc7, 0, 0, 0, 0, (byte) 0xc3
    };
    try (CodeImage image =
        open(
            new ElfObject(1, X86_64)
                .text(".text", 0, code)
                .readOnly(".rodata.str1.1", 0, "hello\0".getBytes())
                .data(".data", 0, new byte[8])
                .symbol("probe", FUNC, 1, 0, 13)
                .symbol("kfree", NOTYPE, 0, 0, 0)
                .symbol("", 3, 2, 0, 0)
                .rela(1, 1, 4, 2, -4)
                .rela(1, 8, 11, 3, 1)
                .rela(3, 0, 1, 1, 0))) {
      byte[] linked = image.code(image.text().getFirst()).getFirst().bytes();
      int distance = (int) Relocator.U32.get(linked, 1);
      long start = image.functions().start(0);
      assertThat(name(image, start + 5 + distance)).isEqualTo("kfree");
      long text = (int) Relocator.U32.get(linked, 8);
      assertThat(name(image, text)).isEqualTo(".rodata.str1.1+0x1");
      assertThat(image.bytes(text, 4)).asString().isEqualTo("ello");
      CodeSection data = image.sections().getLast();
      assertThat((long) Relocator.U64.get(image.bytes(data.address(), 8), 0)).isEqualTo(start);
      assertThat(image.gaps()).isEmpty();
    }
  }

  @Test
  void arm64FieldsAreFilled() {
    Relocator relocator = Relocator.of(AARCH64);
    byte[] bytes = new byte[8];
    long place = 0xffff_8000_0800_1000L;
    Relocator.U32.set(bytes, 0, 0x9400_0000); // bl
    assertThat(relocator.apply(283, bytes, 0, place, place - 0x1000)).isTrue();
    assertThat((int) Relocator.U32.get(bytes, 0)).isEqualTo(0x97ff_fc00);
    Relocator.U32.set(bytes, 0, 0x9000_0000); // adrp x0
    assertThat(relocator.apply(275, bytes, 0, place, place + 0x5123)).isTrue();
    assertThat((int) Relocator.U32.get(bytes, 0)).isEqualTo(0xb000_0020);
    assertThat(relocator.apply(283, bytes, 6, place, place)).as("beyond the end").isFalse();
    assertThat(relocator.apply(9999, bytes, 0, place, place)).as("unknown").isFalse();
  }

  @Test
  void relocationsThatAreNotKnownAreTold() throws IOException {
    try (CodeImage image =
        open(
            new ElfObject(1, X86_64)
                .text(".text", 0, new byte[16])
                .symbol("f", FUNC, 1, 0, 16)
                .rela(1, 0, 77, 1, 0))) {
      assertThat(image.code(image.text().getFirst())).hasSize(1);
      assertThat(image.gaps()).singleElement().asString().contains(".text");
    }
  }

  @Test
  void aDumpsOwnText() {
    try (CodeImage image = CodeImages.open(EditedDump.sample())) {
      Functions functions = image.functions();
      long schedule = image.symbols("schedule").getFirst().address();
      int i = functions.indexAt(schedule + 5);
      assertThat(functions.name(i)).isEqualTo("schedule");
      assertThat(functions.start(i)).isEqualTo(schedule);
      assertThat(functions.size()).isGreaterThan(10_000);
      assertThat(name(image, schedule + 5)).isEqualTo("schedule+0x5");
      assertThat(image.bytes(schedule, 16)).isNotEqualTo(new byte[16]);
      for (int k = 1; k < functions.size(); k++) {
        assertThat(Long.compareUnsigned(functions.end(k - 1), functions.start(k))).isNotPositive();
      }
    }
  }

  @Test
  void memoryOutsideIsAFault() throws IOException {
    try (CodeImage image =
        open(
            new ElfObject(2, X86_64)
                .text(".text", TEXT, new byte[16])
                .zeros(".bss", TEXT + 16, 16))) {
      assertThat(image.bytes(TEXT + 8, 16)).as("across two sections").hasSize(16);
      assertThatThrownBy(() -> image.bytes(TEXT + 30, 4)).isInstanceOf(MemoryFault.class);
      assertThat(image.functions().size()).isZero();
      assertThat(image.gaps()).as("no symbols").hasSize(1);
    }
  }

  @Test
  void packedAndForeignFilesAreToldInOneLine() throws IOException {
    byte[] boot = new byte[2048];
    System.arraycopy("HdrS".getBytes(), 0, boot, 0x202, 4);
    assertThatThrownBy(() -> open(boot))
        .isInstanceOf(Unsupported.class)
        .hasMessageContaining("packed");
    assertThatThrownBy(() -> open("hello\n".getBytes()))
        .isInstanceOf(InquestException.class)
        .hasMessageContaining("text file");
    try (CodeImage image = open(new ElfObject(2, 4242).text(".text", TEXT, new byte[16]))) {
      assertThatThrownBy(image::isa).isInstanceOf(Unsupported.class).hasMessageContaining("4242");
    }
  }

  @Test
  void modulesMayBePacked() throws IOException {
    byte[] module = new ElfObject(1, X86_64).text(".text", 0, new byte[] {(byte) 0xc3}).bytes();
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    try (OutputStream packer = new GZIPOutputStream(packed)) {
      packer.write(module);
    }
    try (CodeImage image = open(packed.toByteArray())) {
      assertThat(image.code(image.text().getFirst()).getFirst().bytes()).containsExactly(0xc3);
    }
  }

  private CodeImage open(byte[] bytes) throws IOException {
    Path file = folder.resolve("other");
    Files.write(file, bytes);
    return CodeImages.open(file);
  }

  @Test
  void flippedBytesGiveAnAnswerOrOneLine() throws IOException {
    byte[] whole =
        new ElfObject(1, X86_64)
            .text(".text", 0, new byte[16])
            .symbol("f", FUNC, 1, 0, 16)
            .rela(1, 0, 4, 1, 0)
            .bytes();
    int answered = 0;
    for (int i = 16; i < whole.length; i++) {
      byte[] flipped = whole.clone();
      flipped[i] ^= (byte) 0x81;
      try (CodeImage image = open(flipped)) {
        for (CodeSection section : image.text()) {
          answered += image.code(section).size();
        }
      } catch (InquestException e) {
        assertThat(List.of(e.getMessage().split("\n"))).hasSize(1);
      }
    }
    assertThat(answered).isPositive();
  }
}
