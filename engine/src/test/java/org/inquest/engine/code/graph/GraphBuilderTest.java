package org.inquest.engine.code.graph;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import org.inquest.engine.code.image.CodeImage;
import org.inquest.engine.code.image.CodeImages;
import org.inquest.formats.testkit.ElfObject;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What one function's code says about another, by kind.
final class GraphBuilderTest {
  private static final long TEXT = 0xffff_ffff_8100_0000L;
  private static final long DATA = 0xffff_ffff_8300_0000L;
  private static final int SLOT = 32;
  private static final int FUNC = 2;

  @TempDir Path folder;

  /// A program whose first function has the code given. At 32 bytes' distance each: `callee`,
  /// `caller.cold`, `__x86_indirect_thunk_rax`, `__SCT__hook`. Data begins with a word that points
  /// to `callee`.
  private CodeGraph graph(String code) throws IOException {
    String[] names = {"caller", "callee", "caller.cold", "__x86_indirect_thunk_rax", "__SCT__hook"};
    byte[] text = new byte[names.length * SLOT];
    Arrays.fill(text, (byte) 0xcc);
    byte[] own = HexFormat.of().parseHex(code.replace(" ", ""));
    System.arraycopy(own, 0, text, 0, own.length);
    for (int i = 1; i < names.length; i++) {
      text[i * SLOT] = (byte) 0xc3;
    }
    ByteBuffer data = ByteBuffer.allocate(16).order(ByteOrder.LITTLE_ENDIAN);
    data.putLong(0, TEXT + SLOT);
    ElfObject object =
        new ElfObject(2, 62).text(".text", TEXT, text).data(".data", DATA, data.array());
    for (int i = 0; i < names.length; i++) {
      object.symbol(names[i], FUNC, 1, TEXT + (long) i * SLOT, SLOT);
    }
    Path file = folder.resolve("kernel");
    Files.write(file, object.bytes());
    try (CodeImage image = CodeImages.open(file)) {
      return GraphBuilder.build(image);
    }
  }

  private List<String> edges(String code) throws IOException {
    CodeGraph graph = graph(code);
    int caller = graph.named("caller")[0];
    List<String> out = new ArrayList<>();
    for (int e = graph.firstOut(caller); e < graph.endOut(caller); e++) {
      String target = graph.target(e) == CodeGraph.NONE ? "?" : graph.name(graph.target(e));
      out.add(graph.kind(e) + " " + target + " +" + (graph.site(e) - TEXT));
    }
    return out;
  }

  @Test
  void callsAndJumpsToOtherFunctions() throws IOException {
    assertThat(edges("e81b000000 c3")).containsExactly("CALL callee +0");
    assertThat(edges("90 e91a000000")).containsExactly("TAIL callee +1");
    // je to the callee, and jmp within the function.
    assertThat(edges("741e eb00 c3")).containsExactly("TAIL callee +0");
  }

  @Test
  void callOfItselfIsAnEdgeAndBranchWithinIsNone() throws IOException {
    assertThat(edges("e8fbffffff c3")).containsExactly("CALL caller +0");
    assertThat(edges("7400 c3")).isEmpty();
  }

  @Test
  void trampolinesOfStaticCallsAndRetpolines() throws IOException {
    assertThat(edges("e87b000000 c3")).containsExactly("STATIC __SCT__hook +0");
    assertThat(edges("e85b000000 c3")).containsExactly("INDIRECT ? +0");
    assertThat(edges("ffd0 c3")).containsExactly("INDIRECT ? +0");
    assertThat(edges("ff5018 c3")).containsExactly("INDIRECT ? +0");
  }

  @Test
  void callThroughPointerThatTheFileHolds() throws IOException {
    // call *0xffffffff83000000, and one of the word behind it, which holds nothing.
    assertThat(edges("ff142500000083 c3")).containsExactly("POINTER callee +0");
    assertThat(edges("ff142508000083 c3")).containsExactly("INDIRECT ? +0");
  }

  @Test
  void addressesHandedOut() throws IOException {
    // mov $callee,%rdi; lea 0x12(%rip),%rsi, which is the callee too
    assertThat(edges("48c7c720000081 488d3512000000 c3"))
        .containsExactly("ADDRESS callee +0", "ADDRESS callee +7");
    // One byte into it is no function's address.
    assertThat(edges("48c7c721000081 c3")).isEmpty();
  }

  @Test
  void wordsOfDataAreKeptByFunction() throws IOException {
    CodeGraph graph = graph("c3");
    assertThat(graph.data().of(graph.named("callee")[0])).containsExactly(DATA);
    assertThat(graph.data().of(graph.named("caller")[0])).isEmpty();
  }

  @Test
  void coldPartBelongsToItsFunction() throws IOException {
    // je to caller.cold
    CodeGraph graph = graph("743e c3");
    int caller = graph.named("caller")[0];
    int cold = graph.indexAt(TEXT + 2 * SLOT);
    assertThat(graph.owner(cold)).isEqualTo(caller);
    assertThat(graph.firstOut(caller)).isEqualTo(graph.endOut(caller));
  }

  @Test
  void neighbourhoodIsBoundedAndSigned() throws IOException {
    CodeGraph graph = graph("e81b000000 c3");
    int caller = graph.named("caller")[0];
    int callee = graph.named("callee")[0];
    Neighbourhood around = Neighbourhood.of(graph, new int[] {callee}, 1, 10);
    assertThat(around.distances()).containsEntry(callee, 0).containsEntry(caller, -1);
    assertThat(around.edges()).hasSize(1);
    assertThat(around.omitted()).isFalse();
    assertThat(Neighbourhood.of(graph, new int[] {callee}, 1, 1).omitted()).isTrue();
  }
}
