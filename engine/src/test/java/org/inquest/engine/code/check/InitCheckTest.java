package org.inquest.engine.code.check;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.inquest.engine.code.check.CodeFinding.Confidence;
import org.inquest.engine.code.image.CodeImage;
import org.inquest.engine.code.image.CodeImages;
import org.inquest.formats.fault.Unsupported;
import org.inquest.formats.testkit.ElfObject;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class InitCheckTest {
  @TempDir Path folder;

  private List<CodeFinding> check(SmallKernel kernel) throws IOException {
    try (CodeImage image =
        kernel.function("smp_call_function", "c3").init("busy", "c3").open(folder)) {
      return new InitCheck().run(Program.of(image));
    }
  }

  /// `mov $wait,%edx; mov $busy,%rdi; call smp_call_function; ret`.
  private static String call(int waits) {
    return "ba 0" + waits + "000000 48c7c7 [busy] e8 {smp_call_function} c3";
  }

  @Test
  void initFunctionRunElsewhereWithoutWaitingIsFound() throws IOException {
    List<CodeFinding> found = check(new SmallKernel().init("check_watchdog", call(0)));
    assertThat(found).hasSize(1);
    assertThat(found.getFirst().function()).isEqualTo("check_watchdog");
    assertThat(found.getFirst().confidence()).isEqualTo(Confidence.HIGH);
    assertThat(found.getFirst().claim()).contains("busy").contains("smp_call_function");
  }

  @Test
  void initFunctionThatIsWaitedForIsNone() throws IOException {
    assertThat(check(new SmallKernel().init("check_watchdog", call(1)))).isEmpty();
  }

  @Test
  void initFunctionWhoseEndIsWaitedForIsOfLowConfidence() throws IOException {
    String waits = call(0).replace(" c3", " e8 {wait_for_completion} c3");
    SmallKernel kernel =
        new SmallKernel().function("wait_for_completion", "c3").init("check_watchdog", waits);
    List<CodeFinding> found = check(kernel);
    assertThat(found).extracting(CodeFinding::confidence).containsExactly(Confidence.LOW);
    assertThat(found.getFirst().claim()).contains("unless the wait");
  }

  @Test
  void callFromCodeThatStaysIsFoundUnlessOnlyBootLeadsThere() throws IOException {
    SmallKernel kernel =
        new SmallKernel()
            .function("late", "e8 {busy} c3")
            .function("early", "e8 {busy} c3")
            .init("start", "e8 {early} c3");
    List<CodeFinding> found = check(kernel);
    assertThat(found).extracting(CodeFinding::function).containsExactly("late");
    assertThat(found.getFirst().claim()).isEqualTo("calls the init function busy");
  }

  @Test
  void callBehindTestOfVariableIsOfLowConfidence() throws IOException {
    // cmpl $0,0xffffffff83000000; jne over the call
    SmallKernel kernel = new SmallKernel().function("late", "833c250000008300 7505 e8 {busy} c3");
    assertThat(check(kernel)).extracting(CodeFinding::confidence).containsExactly(Confidence.LOW);
  }

  @Test
  void programWithoutInitSectionsIsRefused() throws IOException {
    Path file = folder.resolve("program");
    Files.write(file, new ElfObject(2, 62).text(".text", 0x1000, new byte[16]).bytes());
    try (CodeImage image = CodeImages.open(file)) {
      Program program = Program.of(image);
      assertThatThrownBy(() -> new InitCheck().run(program))
          .isInstanceOf(Unsupported.class)
          .hasMessageContaining("no init sections");
    }
  }
}
