package org.inquest.engine.code.check;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.inquest.engine.code.check.CodeFinding.Confidence;
import org.inquest.engine.code.check.CodeFinding.Step;
import org.inquest.engine.code.image.CodeImage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class UncheckedCheckTest {
  /// `mov $0xcc0,%esi; call kmem_cache_alloc`: GFP_KERNEL.
  private static final String ALLOCATE = "be c00c0000 e8 {kmem_cache_alloc} ";

  @TempDir Path folder;

  private List<CodeFinding> check(SmallKernel kernel) throws IOException {
    kernel.function("kmem_cache_alloc", "c3");
    try (CodeImage image = kernel.open(folder)) {
      return new UncheckedCheck().run(Program.of(image));
    }
  }

  @Test
  void resultUsedWithoutTestIsFoundWithItsPath() throws IOException {
    SmallKernel kernel =
        new SmallKernel()
            // test %ebx,%ebx; je over the ret; mov %ecx,0x18(%rax)
            .function("bad", ALLOCATE + "85db 7401 c3 894818 c3");
    List<CodeFinding> found = check(kernel);
    assertThat(found).hasSize(1);
    CodeFinding finding = found.getFirst();
    long start = kernel.address("bad");
    assertThat(finding.function()).isEqualTo("bad");
    assertThat(finding.address()).isEqualTo(start + 15);
    assertThat(finding.confidence()).isEqualTo(Confidence.HIGH);
    assertThat(finding.evidence().stream().map(Step::address))
        .containsExactly(start + 5, start + 12, start + 15);
    assertThat(finding.evidence().get(1).what()).startsWith("je").endsWith(" jumps");
  }

  @Test
  void testedResultIsNoFinding() throws IOException {
    SmallKernel kernel =
        new SmallKernel()
            .function("good", ALLOCATE + "4885c0 7403 894818 c3")
            // Through %rbx and the stack: mov %rax,%rbx; mov %rbx,8(%rsp); cmpq $0,8(%rsp).
            .function("good_later", ALLOCATE + "4889c3 48895c2408 48837c240800 7403 894b18 c3");
    assertThat(check(kernel)).isEmpty();
  }

  @Test
  void copiesInRegistersAndOnTheStackAreFollowed() throws IOException {
    SmallKernel kernel =
        new SmallKernel()
            // mov %rax,8(%rsp); xor %eax,%eax; mov 8(%rsp),%rdx; mov %ecx,(%rdx)
            .function("spilled", ALLOCATE + "4889442408 31c0 488b542408 890a c3");
    assertThat(check(kernel)).extracting(CodeFinding::function).containsExactly("spilled");
  }

  @Test
  void overwrittenResultIsNoFinding() throws IOException {
    SmallKernel kernel =
        new SmallKernel()
            // mov (%rdi),%rax; mov %ecx,0x18(%rax)
            .function("other", ALLOCATE + "488b07 894818 c3")
            // lea 8(%rax),%rdx computes an address and uses none.
            .function("computed", ALLOCATE + "488d5008 c3");
    assertThat(check(kernel)).isEmpty();
  }

  @Test
  void allocationThatCanNotFailIsNoFinding() throws IOException {
    SmallKernel kernel =
        new SmallKernel()
            // GFP_NOFS | __GFP_NOFAIL
            .function("nofail", "be 408c0000 e8 {kmem_cache_alloc} 894818 c3")
            // or $0x8000,%esi on flags that came from the caller
            .function("nofail_or", "81ce00800000 e8 {kmem_cache_alloc} 894818 c3")
            .function("unknown", "e8 {kmem_cache_alloc} 894818 c3");
    List<CodeFinding> found = check(kernel);
    assertThat(found).extracting(CodeFinding::function).containsExactly("unknown");
    assertThat(found.getFirst().confidence()).isEqualTo(Confidence.LIKELY);
  }

  @Test
  void wrappersOfAllocatorsMayFailToo() throws IOException {
    SmallKernel kernel =
        new SmallKernel()
            .function("wrapper", ALLOCATE + "c3")
            .function("stub", "31c0 c3")
            .function("user", "e8 {wrapper} 894818 c3")
            .function("stub_user", "e8 {stub} 894818 c3");
    assertThat(check(kernel))
        .extracting(CodeFinding::function)
        .containsExactly("stub_user", "user");
  }

  @Test
  void resultThatWasHandedOnIsOfLowConfidence() throws IOException {
    SmallKernel kernel =
        new SmallKernel()
            .function("validate", "c3")
            // mov %rax,%rbx; mov %rax,%rdi; call validate; mov %ecx,0x18(%rbx)
            .function("bad", ALLOCATE + "4889c3 4889c7 e8 {validate} 894b18 c3");
    List<CodeFinding> found = check(kernel);
    assertThat(found).extracting(CodeFinding::confidence).containsExactly(Confidence.LOW);
    assertThat(found.getFirst().claim()).contains("validate was given it before");
  }

  @Test
  void resultTestedWhereItWasStoredIsNoFinding() throws IOException {
    SmallKernel kernel =
        new SmallKernel()
            // mov %rax,(%rbx); cmpq $0,(%rbx); je over; mov %ecx,0x18(%rax)
            .function("member", ALLOCATE + "488903 48833b00 7403 894818 c3");
    assertThat(check(kernel)).isEmpty();
  }

  @Test
  void loopsEnd() throws IOException {
    SmallKernel kernel = new SmallKernel().function("loop", ALLOCATE + "ffc3 ebfc");
    assertThat(check(kernel)).isEmpty();
  }
}
