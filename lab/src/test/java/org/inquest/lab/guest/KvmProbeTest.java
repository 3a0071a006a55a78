package org.inquest.lab.guest;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.inquest.lab.process.Workspace;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KvmProbeTest {
  @TempDir Path folder;
  private final List<String> steps = new ArrayList<>();
  private Path answers;
  private Path device;
  private Path boot;

  @BeforeEach
  void aMachine() throws Exception {
    answers = folder.resolve("accelerator");
    device = Files.createFile(folder.resolve("kvm"));
    boot = Files.writeString(folder.resolve("boot_id"), "this-boot\n");
  }

  @Test
  void withoutTheDeviceNothingIsTried() throws Exception {
    Files.delete(device);
    assertThat(ask()).isEqualTo(Accelerator.TCG);
    assertThat(steps).isEmpty();
  }

  @Test
  void theAnswerOfThisBootIsKept() throws Exception {
    Files.writeString(answers, "this-boot kvm");
    assertThat(ask()).isEqualTo(Accelerator.KVM);
    Files.writeString(answers, "this-boot tcg");
    assertThat(ask()).isEqualTo(Accelerator.TCG);
    assertThat(steps).isEmpty();
  }

  @Test
  @Tag("lab")
  void anAnswerOfAnotherBootOrADamagedOneIsAskedAgain() throws Exception {
    // What is no kernel does not boot, so the answer is no, and soon.
    for (String old : List.of("other-boot kvm", "this-boot perhaps", "")) {
      Files.writeString(answers, old);
      steps.clear();
      assertThat(ask()).isEqualTo(Accelerator.TCG);
      assertThat(steps).hasSize(1);
      assertThat(answers).hasContent("this-boot tcg");
    }
  }

  private Accelerator ask() throws Exception {
    try (Workspace workspace = Workspace.in(folder.resolve("tmp"))) {
      return new KvmProbe(answers, device, boot)
          .fastest(folder.resolve("no-kernel"), workspace, steps::add);
    }
  }
}
