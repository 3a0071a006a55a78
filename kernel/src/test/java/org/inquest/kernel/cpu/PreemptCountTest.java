package org.inquest.kernel.cpu;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class PreemptCountTest {
  @Test
  void whatAPanicAddsIsTakenOff() {
    assertThat(new PreemptCount(0x10001).beforePanic()).isEqualTo(new PreemptCount(0x10000));
    assertThat(new PreemptCount(0x10002).beforePanic().preemption()).isEqualTo(1);
    assertThat(new PreemptCount(0x10000).beforePanic()).isEqualTo(new PreemptCount(0x10000));
  }

  @Test
  void anNmiIsNoDeviceInterrupt() {
    PreemptCount inNmi = new PreemptCount(0x110000);
    assertThat(inNmi.nmis()).isEqualTo(1);
    assertThat(inNmi.interrupts()).isZero();
    assertThat(new PreemptCount(0x10100).softirq()).isEqualTo(1);
  }
}
