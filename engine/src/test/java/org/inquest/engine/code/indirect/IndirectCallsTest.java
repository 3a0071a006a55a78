package org.inquest.engine.code.indirect;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.inquest.engine.code.graph.CodeGraph;
import org.inquest.engine.code.graph.GraphBuilder;
import org.inquest.engine.code.image.CodeImage;
import org.inquest.engine.code.image.CodeImages;
import org.inquest.formats.btf.BtfKind;
import org.inquest.formats.testkit.BtfImage;
import org.inquest.formats.testkit.ElfObject;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A kernel in which `struct thing` points to `struct ops { ...; int (*run)(struct thing *); }`,
/// and what its calls through pointers may reach.
final class IndirectCallsTest {
  private static final long TEXT = 0xffff_ffff_8100_0000L;
  private static final long DATA = 0xffff_ffff_8300_0000L;
  private static final int SLOT = 32;

  @TempDir Path folder;

  /// Functions with their code, in the order of their addresses.
  private static final Map<String, String> CODE = new LinkedHashMap<>();

  static {
    // mov 0x8(%rdi),%rax; call *0x8(%rax): thing->ops->run
    CODE.put("member", "488b4708 ff5008 c3");
    // The same by a retpoline, mov 0x8(%rax),%rax; call to the last function here.
    CODE.put("retpoline", "488b4708 488b4008 e800000000 c3");
    // call *%rdi
    CODE.put("argument", "ffd7 c3");
    // call *0x8(%rdx): the function has no third parameter.
    CODE.put("blind", "ff5208 c3");
    CODE.put("runs", "c3");
    CODE.put("prepares", "c3");
    CODE.put("loose", "c3");
    CODE.put("mistyped", "c3");
    CODE.put("untyped", "c3");
    CODE.put("unheard", "c3");
    CODE.put("__x86_indirect_thunk_array", "cc");
  }

  private static int number(String name) {
    return List.copyOf(CODE.keySet()).indexOf(name);
  }

  private static long address(String name) {
    return TEXT + (long) number(name) * SLOT;
  }

  private static byte[] text() {
    byte[] text = new byte[CODE.size() * SLOT];
    Arrays.fill(text, (byte) 0xcc);
    CODE.forEach((name, code) -> {
      byte[] own = HexFormat.of().parseHex(code.replace(" ", ""));
      System.arraycopy(own, 0, text, number(name) * SLOT, own.length);
    });
    int call = number("retpoline") * SLOT + 8;
    int distance = (number("__x86_indirect_thunk_array") * SLOT) - (call + 5);
    ByteBuffer.wrap(text).order(ByteOrder.LITTLE_ENDIAN).putInt(call + 1, distance);
    return text;
  }

  private static byte[] btf() {
    BtfImage btf = new BtfImage();
    int number = btf.integer("int", 4, true);
    int thing = btf.nextId() + 3; // defined below; BTF refers forward as it likes
    int pointer = btf.pointer(thing);
    // Without its parameter's name, as pointers' types are.
    int run = btf.prototype(number, btf.param("", pointer));
    int runPointer = btf.pointer(run);
    assertThat(btf.nextId()).isEqualTo(thing);
    btf.struct("thing", 16, btf.member("ops", btf.nextId() + 2, 64));
    int ops =
        btf.struct(
            "ops", 16, btf.member("prepare", runPointer, 0), btf.member("run", runPointer, 64));
    int opsPointer = btf.pointer(ops);
    assertThat(opsPointer).isEqualTo(thing + 2);
    int own = btf.prototype(number, btf.param("t", pointer));
    for (String name : List.of("member", "retpoline", "runs", "prepares", "loose", "unheard")) {
      btf.reference(BtfKind.FUNC, name, own);
    }
    btf.reference(BtfKind.FUNC, "mistyped", btf.prototype(number, btf.param("n", number)));
    btf.reference(BtfKind.FUNC, "argument", btf.prototype(0, btf.param("fn", runPointer)));
    btf.reference(BtfKind.FUNC, "blind", btf.prototype(0));
    return btf.bytes();
  }

  private static final int OBJECT = 1;
  private static final int FUNC = 2;

  /// Objects of the size of `struct ops` and one of another.
  private static ElfObject kernel() {
    ByteBuffer data = ByteBuffer.allocate(64).order(ByteOrder.LITTLE_ENDIAN);
    data.putLong(address("prepares")).putLong(address("runs"));
    data.putLong(0).putLong(address("mistyped"));
    data.putLong(0).putLong(address("untyped"));
    data.putLong(0).putLong(address("loose"));
    ElfObject elf =
        new ElfObject(2, 62).text(".text", TEXT, text()).data(".data", DATA, data.array());
    CODE.keySet().forEach(name -> elf.symbol(name, FUNC, 1, address(name), SLOT));
    return elf.symbol("good_ops", OBJECT, 2, DATA, 16)
        .symbol("mistyped_ops", OBJECT, 2, DATA + 16, 16)
        .symbol("untyped_ops", OBJECT, 2, DATA + 32, 16)
        .symbol("table", OBJECT, 2, DATA + 56, 8);
  }

  private interface Question<T> {
    T ask(IndirectCalls calls, CodeGraph graph);
  }

  private <T> T ask(ElfObject elf, Question<T> question) throws IOException {
    Path file = folder.resolve("vmlinux");
    Files.write(file, elf.bytes());
    try (CodeImage image = CodeImages.open(file)) {
      CodeGraph graph = GraphBuilder.build(image);
      return question.ask(IndirectCalls.of(image, graph), graph);
    }
  }

  private static ElfObject typed() {
    return kernel().readOnly(".BTF", DATA + 0x1000, btf());
  }

  /// What the one call of a function goes through, and its candidates.
  private List<String> candidates(ElfObject elf, String caller) throws IOException {
    return ask(
        elf,
        (calls, graph) -> {
          List<String> out = new ArrayList<>();
          calls
              .through(graph.named(caller)[0])
              .values()
              .forEach(through -> {
                for (CallPointer pointer : through.pointers()) {
                  out.add(pointer.text());
                  for (Candidate c : calls.candidates(pointer)) {
                    out.add(c.confidence() + " " + graph.name(c.function()) + " " + c.why());
                  }
                }
              });
          return out;
        });
  }

  @Test
  void memberNamesFunctionsInItAndThoseOfItsType() throws IOException {
    List<String> expected =
        List.of(
            "ops.run",
            "LIKELY runs in good_ops",
            "POSSIBLE loose it has the type, and its address is handed out",
            "POSSIBLE untyped in untyped_ops, whose size and offset fit; its type is not known");
    assertThat(candidates(typed(), "member")).containsExactlyElementsOf(expected);
    assertThat(candidates(typed(), "retpoline")).containsExactlyElementsOf(expected);
  }

  @Test
  void argumentReachesWhatHasItsType() throws IOException {
    assertThat(candidates(typed(), "argument")).element(0).isEqualTo("int (*)(struct thing *)");
    assertThat(candidates(typed(), "argument"))
        .filteredOn(line -> line.startsWith("POSSIBLE"))
        .extracting(line -> line.split(" ")[1])
        .containsExactly("runs", "prepares", "loose");
  }

  @Test
  void offsetAloneReachesWhatIsStoredThere() throws IOException {
    List<String> expected =
        List.of(
            "a member at offset 8",
            "POSSIBLE runs at that offset of good_ops",
            "POSSIBLE mistyped at that offset of mistyped_ops",
            "POSSIBLE untyped at that offset of untyped_ops");
    assertThat(candidates(typed(), "blind")).containsExactlyElementsOf(expected);
    // Without BTF the member is no more than that either.
    assertThat(candidates(kernel(), "member")).containsExactlyElementsOf(expected);
  }

  @Test
  void callersOfFunctionThatIsStoredInMember() throws IOException {
    IndirectCalls.Callers callers =
        ask(typed(), (calls, graph) -> calls.callers(graph.named("runs")[0]));
    assertThat(callers.found())
        .extracting(c -> c.confidence() + " " + c.pointer().text() + " " + c.why())
        .containsExactly(
            "LIKELY ops.run in good_ops",
            "LIKELY ops.run in good_ops",
            "POSSIBLE int (*)(struct thing *) it has the type, and its address is handed out");
    assertThat(callers.sameOffset()).isEqualTo(1);
    assertThat(callers.unknown()).isZero();
  }

  @Test
  void functionWhoseAddressNobodyHasIsReachedByNone() throws IOException {
    IndirectCalls.Callers callers =
        ask(typed(), (calls, graph) -> calls.callers(graph.named("unheard")[0]));
    assertThat(callers.found()).isEmpty();
  }

  @Test
  void brokenTypesAreAsGoodAsNone() throws IOException {
    byte[] types = btf();
    for (int at = 0; at < types.length; at++) {
      byte[] broken = types.clone();
      broken[at] ^= (byte) 0xff;
      ElfObject elf = kernel().readOnly(".BTF", DATA + 0x1000, broken);
      assertThat(candidates(elf, "member")).as("byte %d flipped", at).isNotEmpty();
      ask(elf, (calls, graph) -> calls.callers(graph.named("runs")[0]));
    }
  }
}
