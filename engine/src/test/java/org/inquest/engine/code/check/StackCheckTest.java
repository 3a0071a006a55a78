package org.inquest.engine.code.check;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.inquest.engine.code.check.CodeFinding.Confidence;
import org.inquest.engine.code.check.StackDepths.Chain;
import org.inquest.engine.code.image.CodeImage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StackCheckTest {
  /// `sub $0x20,%rsp; add $0x20,%rsp; ret`.
  private static final String LEAF = "4883ec20 4883c420 c3";

  @TempDir Path folder;

  private Chain chain(SmallKernel kernel, String from) throws IOException {
    try (CodeImage image = kernel.open(folder)) {
      Program program = Program.of(image);
      return StackDepths.of(program).from(program.graph().named(from)[0]);
    }
  }

  @Test
  void whatIsInUseAtTheCallAndWhatTheCalleeTakesAreAdded() throws IOException {
    // push %rbx; sub $0x10,%rsp; call leaf; sub $0x80,%rsp; add $0x90,%rsp; pop %rbx; ret
    String caller = "53 4883ec10 e8 {leaf} 4881ec80000000 4881c490000000 5b c3";
    SmallKernel kernel = new SmallKernel().function("leaf", LEAF).function("caller", caller);
    // Its own frame goes deeper later than the way through the leaf does.
    assertThat(chain(kernel, "caller").bytes()).isEqualTo(8 + 8 + 0x10 + 0x80);
    assertThat(chain(kernel, "leaf").bytes()).isEqualTo(8 + 0x20);
    SmallKernel shallow =
        new SmallKernel().function("leaf", LEAF).function("caller", "53 e8 {leaf} 5b c3");
    Chain chain = chain(shallow, "caller");
    assertThat(chain.bytes()).isEqualTo(16 + 8 + 0x20);
    assertThat(chain.links()).extracting(StackDepths.Link::bytes).containsExactly(16, 8 + 0x20);
    assertThat(chain.recursive()).isFalse();
  }

  @Test
  void behindTailCallTheFrameIsGone() throws IOException {
    // push %rbx; pop %rbx; jmp leaf
    SmallKernel kernel =
        new SmallKernel().function("leaf", LEAF).function("tail", "53 5b e9 {leaf}");
    assertThat(chain(kernel, "tail").bytes()).isEqualTo(8 + 0x20);
  }

  @Test
  void branchesKeepTheirHeights() throws IOException {
    // test %edi,%edi; je past; push %rbx; pop %rbx; ret; past: call leaf; ret
    SmallKernel kernel =
        new SmallKernel().function("leaf", LEAF).function("two", "85ff 7403 53 5b c3 e8 {leaf} c3");
    assertThat(chain(kernel, "two").bytes()).isEqualTo(8 + 8 + 0x20);
  }

  @Test
  void framePointerRestoresTheHeight() throws IOException {
    // push %rbp; mov %rsp,%rbp; sub %rax,%rsp; lea -8(%rbp),%rsp; pop %rbx; pop %rbp; call leaf
    SmallKernel kernel =
        new SmallKernel()
            .function("leaf", LEAF)
            .function("array", "55 4889e5 53 4829c4 488d65f8 5b 5d e8 {leaf} c3");
    Chain chain = chain(kernel, "array");
    assertThat(chain.bytes()).isEqualTo(8 + 8 + 0x20);
    assertThat(chain.dynamic()).isTrue();
  }

  @Test
  void recursionIsCutAndTold() throws IOException {
    SmallKernel kernel =
        new SmallKernel()
            .function("ping", "53 e8 {pong} 5b c3")
            .function("pong", "53 e8 {ping} 5b c3");
    Chain chain = chain(kernel, "ping");
    assertThat(chain.recursive()).isTrue();
    assertThat(chain.bytes()).isEqualTo(32);
  }

  @Test
  void findingsBeginWhereNobodyCallsAndTellTheirChain() throws IOException {
    SmallKernel kernel =
        new SmallKernel()
            .function("leaf", LEAF)
            .function("entry", "53 e8 {leaf} 5b c3")
            .function("panic", "4881ec00400000 f4 c3")
            .function("dies", "e8 {panic}");
    try (CodeImage image = kernel.open(folder)) {
      List<CodeFinding> found = new StackCheck().run(Program.of(image));
      assertThat(found).extracting(CodeFinding::function).containsExactly("entry", "dies");
      assertThat(found.getFirst().confidence()).isEqualTo(Confidence.HIGH);
      assertThat(found.getFirst().claim()).startsWith("56 bytes of stack over 2 functions");
      assertThat(found.getFirst().evidence()).hasSize(2);
    }
  }
}
