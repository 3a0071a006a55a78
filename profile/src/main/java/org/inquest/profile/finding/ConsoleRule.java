package org.inquest.profile.finding;

import java.util.List;
import org.inquest.diagnose.RuleInfo;

/// `printk` writes to the console with interrupts off, one character after the other.
///
/// **What it means.** A slow serial line stops a CPU for as long as the lines are long.
///
/// **Reference.** kernel/printk/printk.c, `console_unlock`.
public final class ConsoleRule implements ProfileRule {
  private static final Dominance WORK =
      new Dominance(
          FunctionGroup.kernel(
              "console_(unlock|flush_all|emit_next_record|trylock.*)|serial8250_(console_write|console_putchar|tx_.*)|uart_console_write|(wait_for_(lsr|xmitr)|serial8250_console_wait.*)|io_serial_(in|out)|vprintk.*|_printk|printk|call_console_drivers|fbcon_.*|vt_console_print|univ8250_console_write|pl011_console_.*|hvc_console_print|nbcon_.*"),
          "The kernel prints to a console",
          Dominance.USUAL,
          List.of(
              "what does it print? dmesg; fix or limit its source",
              "dmesg -n 1, or loglevel=, keeps it from a serial line, which takes a millisecond for ten characters"));

  /// For the scan.
  public ConsoleRule() {}

  @Override
  public RuleInfo info() {
    return new RuleInfo(
        "kernel.console", "Console output", "whether printing to a console takes the time");
  }

  @Override
  public List<Judgement> examine(ProfileFacts facts) {
    return WORK.examine(facts);
  }
}
