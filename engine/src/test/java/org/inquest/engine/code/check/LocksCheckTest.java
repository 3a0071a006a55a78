package org.inquest.engine.code.check;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.inquest.engine.code.check.CodeFinding.Confidence;
import org.inquest.engine.code.check.CodeFinding.Step;
import org.inquest.engine.code.image.CodeImage;
import org.inquest.engine.code.image.CodeImages;
import org.inquest.formats.fault.Unsupported;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LocksCheckTest {
  /// `push %rbx; mov %rdi,%rbx; call mutex_lock; cmpl $0,8(%rbx)`.
  private static final String LOCK = "53 4889fb e8 {mutex_lock} 837b0800 ";

  /// `mov %rbx,%rdi; call mutex_unlock`.
  private static final String UNLOCK = "4889df e8 {mutex_unlock} ";

  @TempDir Path folder;

  private List<CodeFinding> check(SmallKernel kernel) throws IOException {
    kernel
        .function("mutex_lock", "c3")
        .function("mutex_unlock", "c3")
        .function("mutex_trylock", "c3")
        .function("mutex_lock_interruptible", "c3");
    try (CodeImage image = kernel.open(folder)) {
      return new LocksCheck().run(Program.of(image));
    }
  }

  @Test
  void errorReturnedWithTheLockIsFoundWithItsPath() throws IOException {
    // je error; unlock; xor %eax,%eax; pop %rbx; ret; error: mov $-22,%eax; pop %rbx; ret
    SmallKernel kernel =
        new SmallKernel().function("bad", LOCK + "740c " + UNLOCK + "31c0 5b c3 b8eaffffff 5b c3");
    List<CodeFinding> found = check(kernel);
    assertThat(found).hasSize(1);
    CodeFinding finding = found.getFirst();
    assertThat(finding.confidence()).isEqualTo(Confidence.LIKELY);
    assertThat(finding.claim()).contains("mutex").contains("-22");
    long start = kernel.address("bad");
    assertThat(finding.evidence().stream().map(Step::address))
        .containsExactly(start + 4, start + 13);
  }

  @Test
  void lockReleasedOnAllPathsIsNoFinding() throws IOException {
    // je error; unlock; 0; ret; error: unlock; mov $-22,%eax; ret
    SmallKernel kernel =
        new SmallKernel()
            .function(
                "good", LOCK + "740c " + UNLOCK + "31c0 5b c3 " + UNLOCK + "b8eaffffff 5b c3");
    assertThat(check(kernel)).isEmpty();
  }

  @Test
  void functionThatAlwaysReturnsLockedIsNoFinding() throws IOException {
    SmallKernel kernel =
        new SmallKernel()
            .function("lock_it", "e8 {mutex_lock} c3")
            .function("lock_or_fail", "e8 {mutex_lock_interruptible} c3")
            // And who calls it and releases the lock is none either.
            .function("user", "53 4889fb e8 {lock_it} " + UNLOCK + "5b c3");
    assertThat(check(kernel)).isEmpty();
  }

  @Test
  void callOfLockFunctionTakesTheLock() throws IOException {
    String bad = "53 4889fb e8 {lock_it} 837b0800 740c " + UNLOCK + "31c0 5b c3 b8eaffffff 5b c3";
    SmallKernel kernel =
        new SmallKernel().function("lock_it", "e8 {mutex_lock} c3").function("bad", bad);
    assertThat(check(kernel)).extracting(CodeFinding::function).containsExactly("bad");
  }

  @Test
  void conditionTestedTwiceHasOneOutcome() throws IOException {
    // test %esi,%esi; je; lock ... and the same condition before the unlock: no path mixes them.
    // push %rbx; push %rbp; mov %rdi,%rbx; mov %esi,%ebp; test; je +5; call mutex_lock; test; je;
    // unlock; mov $-22,%eax; pop; pop; ret
    SmallKernel kernel =
        new SmallKernel()
            .function(
                "maybe",
                "53 55 4889fb 89f5 85ed 7405 e8 {mutex_lock} 85ed 7408 "
                    + UNLOCK
                    + "b8eaffffff 5d 5b c3");
    assertThat(check(kernel)).isEmpty();
  }

  @Test
  void failedTrylockHoldsNothing() throws IOException {
    // push; mov %rdi,%rbx; call mutex_trylock; test %eax,%eax; je fail; unlock; xor; pop; ret;
    // fail: mov $-16,%eax; pop; ret
    SmallKernel kernel =
        new SmallKernel()
            .function(
                "tries",
                "53 4889fb e8 {mutex_trylock} 85c0 740c " + UNLOCK + "31c0 5b c3 b8f0ffffff 5b c3");
    assertThat(check(kernel)).isEmpty();
  }

  @Test
  void lockThatTheResultTellsOfIsOfLowConfidence() throws IOException {
    // Returns 1 with the lock, 0 without: je none; mov $1,%eax; pop; ret; none: unlock; xor; ret
    SmallKernel kernel =
        new SmallKernel().function("get", LOCK + "7407 b801000000 5b c3 " + UNLOCK + "31c0 5b c3");
    assertThat(check(kernel)).extracting(CodeFinding::confidence).containsOnly(Confidence.LOW);
  }

  @Test
  void nothingIsFoundWhereTheReleaseIsInlined() throws IOException {
    // One way to the end decrements what the release would.
    SmallKernel kernel =
        new SmallKernel().function("inlined", LOCK + "7407 f0ff0b 31c0 5b c3 b8eaffffff 5b c3");
    assertThat(check(kernel)).isEmpty();
  }

  @Test
  void pointerReadAgainBehindACallIsOfLowConfidence() throws IOException {
    // lock; call make; test %rax,%rax; je unlock; mov 16(%rbx),%rax; test %rax,%rax; je error;
    // unlock; xor; pop; ret; error: mov $-12,%eax; pop; ret
    SmallKernel kernel =
        new SmallKernel()
            .function("make", "c3")
            .function(
                "twice",
                "53 4889fb e8 {mutex_lock} e8 {make} 4885c0 7409 488b4310 4885c0 740c "
                    + UNLOCK
                    + "31c0 5b c3 b8f4ffffff 5b c3");
    assertThat(check(kernel)).extracting(CodeFinding::confidence).containsOnly(Confidence.LOW);
  }

  @Test
  void loopsEnd() throws IOException {
    SmallKernel kernel = new SmallKernel().function("spin", LOCK + "ffc0 ebfc");
    assertThat(check(kernel)).isEmpty();
  }

  @Test
  void otherMachinesAreRefused() throws IOException {
    Path file = folder.resolve("arm64");
    Files.write(file, new SmallKernel().function("f", "c0035fd6").elf(183).bytes());
    try (CodeImage image = CodeImages.open(file)) {
      Program program = Program.of(image);
      assertThatThrownBy(() -> new LocksCheck().run(program))
          .isInstanceOf(Unsupported.class)
          .hasMessageContaining("x86_64 only");
    }
  }
}
