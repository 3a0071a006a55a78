package org.inquest.lab.sweep.machine;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class KernelMessagesTest {
  @TempDir private Path folder;

  @Test
  void aRecordIsWhatAConsoleShows() {
    assertThat(KernelMessages.console("6,1234,8123456,-;agent: done\n SUBSYSTEM=block\n"))
        .containsExactly("[    8.123456] agent: done");
    assertThat(KernelMessages.console("4,7,99,c,caller=T52;with a caller\n"))
        .containsExactly("[    0.000099] with a caller");
    assertThat(KernelMessages.console("no record\n")).containsExactly("no record");
  }

  /// One message of several lines, as fail_dump() (lib/fault-inject.c) prints it.
  @Test
  void aMessageOfSeveralLinesIsTakenApart() {
    assertThat(
            KernelMessages.console(
                "5,800,1000001,-;FAULT_INJECTION: forcing a failure.\\x0aname failslab\\x09x\n"))
        .containsExactly(
            "[    1.000001] FAULT_INJECTION: forcing a failure.",
            "[    1.000001] name failslab\tx");
  }

  @Test
  void readsToTheEndAndStops() throws IOException, InterruptedException {
    Path file = Files.writeString(folder.resolve("kmsg"), "6,1,2,-;text\n");
    BlockingQueue<String> lines = new LinkedBlockingQueue<>();
    try (KernelMessages messages = KernelMessages.follow(file, lines::add)) {
      assertThat(messages).isNotNull();
      assertThat(lines.poll(10, TimeUnit.SECONDS)).isEqualTo("[    0.000002] text");
    }
    assertThat(List.copyOf(lines)).isEmpty();
  }
}
