package org.inquest.engine.code.typed;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.inquest.engine.code.flow.Origin;
import org.inquest.engine.code.image.CodeImage;
import org.inquest.engine.code.image.CodeImages;
import org.inquest.engine.type.Type;
import org.inquest.formats.btf.BtfKind;
import org.inquest.formats.testkit.BtfImage;
import org.inquest.formats.testkit.ElfObject;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A kernel with `struct box { long n; struct { struct box *next; } links; }`, a function
/// `user(struct box *b)` whose values are named, and `struct box *make(void)`.
final class OriginExpressionTest {
  private static final long TEXT = 0xffff_ffff_8100_0000L;
  private static final long DATA = 0xffff_ffff_8300_0000L;
  private static final long MAKE = TEXT + 16;
  private static final Origin BOX = new Origin.Argument(0, 8);
  private static final Origin MADE = new Origin.Result(TEXT + 4, OptionalLong.of(MAKE));

  @TempDir Path folder;

  private static byte[] btf() {
    BtfImage btf = new BtfImage();
    int number = btf.integer("long", 8, true);
    int box = btf.nextId() + 2;
    int pointer = btf.pointer(box);
    int links = btf.struct("", 8, btf.member("next", pointer, 0));
    assertThat(btf.nextId()).isEqualTo(box);
    btf.struct("box", 16, btf.member("n", number, 0), btf.member("links", links, 64));
    btf.reference(BtfKind.FUNC, "user", btf.prototype(number, btf.param("b", pointer)));
    btf.reference(BtfKind.FUNC, "make", btf.prototype(pointer));
    return btf.bytes();
  }

  /// The expression of an origin in `user`, and its type.
  private String shown(Origin origin) throws IOException {
    Path file = folder.resolve("vmlinux");
    Files.write(
        file,
        new ElfObject(2, 62)
            .text(".text", TEXT, new byte[32])
            .data(".data", DATA, new byte[16])
            .symbol("user", 2, 1, TEXT, 16)
            .symbol("make", 2, 1, MAKE, 16)
            .symbol("counter", 1, 2, DATA, 8)
            .symbol("this_cpu_off", 1, 2, DATA + 8, 8)
            .symbol("__x86_indirect_thunk_rcx", 2, 1, TEXT + 24, 8)
            .readOnly(".BTF", DATA + 0x1000, btf())
            .bytes());
    try (CodeImage image = CodeImages.open(file)) {
      OriginExpression names =
          new OriginExpression(image, ImageTypes.of(image).orElseThrow(), "user");
      Optional<String> type = names.type(origin).map(Type::name);
      return names.of(origin).orElse("-") + type.map(t -> " : " + t).orElse("");
    }
  }

  private static Origin load(Origin base, long offset) {
    return new Origin.Load(base, offset, 8, TEXT);
  }

  @Test
  void valuesAreNamedAsTheSourceMayHaveWrittenThem() throws IOException {
    assertThat(shown(BOX)).isEqualTo("b : struct box *");
    assertThat(shown(MADE)).isEqualTo("make() : struct box *");
    assertThat(shown(load(BOX, 8))).isEqualTo("b->links.next : struct box *");
    assertThat(shown(load(load(BOX, 8), 0))).isEqualTo("b->links.next->n : long");
    assertThat(shown(new Origin.Sum(MADE, 8))).isEqualTo("&make()->links.next");
    assertThat(shown(new Origin.PerCpu(DATA, TEXT))).isEqualTo("counter");
  }

  @Test
  void aCpusOwnCopyIsNamed() throws IOException {
    Origin offset = new Origin.PerCpu(DATA + 8, TEXT);
    assertThat(shown(new Origin.Sum(offset, DATA))).isEqualTo("this_cpu_ptr(&counter)");
    // What a call through a pointer returned has no function's name.
    assertThat(shown(new Origin.Result(TEXT, OptionalLong.of(TEXT + 24)))).isEqualTo("-");
  }

  @Test
  void offsetsStandWhereNoTypeIsKnown() throws IOException {
    Origin unknown = new Origin.Argument(4, 8);
    assertThat(shown(load(unknown, 24))).isEqualTo("*(arg5 + 24)");
    assertThat(shown(load(unknown, -8))).isEqualTo("*(arg5 - 8)");
    // Not where a member begins.
    assertThat(shown(load(BOX, 12))).isEqualTo("*(b + 12)");
    assertThat(shown(new Origin.Sum(unknown, 16))).isEqualTo("arg5 + 16");
  }

  @Test
  void waysAreAllNamedOrNone() throws IOException {
    Origin nothing = new Origin.Constant(0);
    assertThat(shown(new Origin.Merged(List.of(MADE, nothing))))
        .isEqualTo("make() or NULL : struct box *");
    Origin computed = new Origin.Unknown(Origin.Why.COMPUTED, TEXT);
    assertThat(shown(new Origin.Merged(List.of(MADE, computed)))).startsWith("-");
    assertThat(shown(computed)).isEqualTo("-");
    assertThat(shown(new Origin.Result(TEXT, OptionalLong.empty()))).isEqualTo("-");
  }
}
