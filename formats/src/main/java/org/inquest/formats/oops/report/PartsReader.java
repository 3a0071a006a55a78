package org.inquest.formats.oops.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.inquest.formats.oops.CodePlace;
import org.inquest.formats.oops.ReportBody;
import org.inquest.formats.oops.TraceLine;
import org.inquest.formats.oops.detail.Detail;
import org.inquest.formats.oops.detail.InjectedFailure;
import org.inquest.formats.oops.machine.CpuState;
import org.inquest.formats.oops.report.ReportStack.Role;

/// Takes a report apart, line by line.
final class PartsReader {
  private static final int MAX_STACKS = 64;
  private static final int MAX_FRAMES = 300;
  private static final int MAX_FACTS = 64;

  /// Headings of stacks: mm/kasan/report.c, mm/kfence/report.c, mm/kmsan/report.c, kernel/locking,
  /// kernel/kcsan/report.c, lib/dump_stack.c, arch/*/kernel/traps.c.
  private enum Heading {
    ALLOCATED(
        Role.ALLOCATED, "^Allocated by task|allocated by task|^Allocated in |last allocated via"),
    FREED(Role.FREED, "^Freed by task|^freed by task|^Freed in |last free "),
    QUEUED(
        Role.QUEUED,
        "^Last potentially related work creation|^Second to last potentially related|^Last"
            + " call_rcu"),
    CREATED(
        Role.CREATED,
        "^Uninit was (?:created|stored to memory)|^Local variable .* created at|^Origin:"),
    LOCK(
        Role.LOCK,
        "^-> #\\d+ |(?:-irq-(?:un)?safe|-W|-R) at:$|usage at:$|^the existing dependency"),
    RACE(
        Role.RACE,
        "^(?:race at|(?:read|write|assert)(?:-write)?(?: \\(.*\\))? to 0x|with (?:read|write))"),
    TRACE(
        Role.TRACE,
        "^\\s*+(?:Call [Tt]race:|stack backtrace:|[Bb]acktrace:)|^BUG: KFENCE|access at"
            + " 0x.*:$|(?:read|write|free) (?:at|of) 0x.*:$");

    final Role role;
    final Pattern words;

    Heading(Role role, String words) {
      this.role = role;
      this.words = Pattern.compile(words);
    }
  }

  private static final Pattern FACT =
      Pattern.compile(
          "(?:Read|Write|Access|Free) of size |^(?:The buggy address|which belongs|\\s+which"
              + " belongs)|of size \\d+ by task|is trying to |already holding lock|, at: |locks?"
              + " held by|^Bytes \\d|^value changed|^\\s*\\(detected by|^\\s*\\(t=|kthread"
              + " starved|All QSes seen|^FAULT_INJECTION|^name failslab|blocked for more"
              + " than|^task:|Workqueue: |^(?:Unable to handle|#PF: |PGD |Mem abort info|\\s+ESR"
              + " =|\\s+FSC =)|^Hardware name: |Tainted: \\[");

  private static final Pattern SECTION = Pattern.compile("\\s*<{1,2}(/?)([A-Z#]{2,6}\\d*)>{1,2}");

  private final LogReport report;
  private final List<ReportStack> stacks = new ArrayList<>();
  private final List<String> facts = new ArrayList<>();
  private Role role = Role.TRACE;
  private String heading = "";
  private String section = "";

  /// What is below the last stack repeats what is above: an address, the first registers.
  private boolean ended;

  private List<TraceLine> frames = new ArrayList<>();

  PartsReader(LogReport report) {
    this.report = report;
  }

  ReportParts read() {
    for (ConsoleLine line : report.lines()) {
      take(line.text());
    }
    close();
    List<String> lines = report.lines().stream().map(ConsoleLine::text).toList();
    ReportHeader header = ReportHeader.of(report);
    CpuState cpu = CpuState.read(lines);
    return new ReportParts(
        header,
        cpu,
        ReportBody.read(lines),
        Machine.of(lines),
        List.copyOf(stacks),
        details(header, cpu, lines),
        List.copyOf(facts));
  }

  private List<Detail> details(ReportHeader header, CpuState cpu, List<String> lines) {
    List<Detail> out = new ArrayList<>(Detail.of(lines));
    if (!report.injected().isEmpty()) {
      List<String> functions = new ArrayList<>();
      cpu.at().map(CodePlace::plainName).ifPresent(functions::add);
      stacks.stream()
          .filter(stack -> stack.role() == Role.TRACE)
          .flatMap(stack -> stack.frames().stream())
          .filter(frame -> !frame.guess())
          .map(frame -> frame.place().plainName())
          .forEach(functions::add);
      List<String> splat = report.injected().stream().map(ConsoleLine::text).toList();
      InjectedFailure.of(splat, header.pid(), functions).ifPresent(out::add);
    }
    return List.copyOf(out);
  }

  private void take(String text) {
    if (plain(text)) {
      frame(text);
      return;
    }
    if (facts.size() < MAX_FACTS && FACT.matcher(text).find()) {
      facts.add(text.strip());
    }
    for (Heading next : Heading.values()) {
      if (next.words.matcher(text).find()) {
        close();
        ended = false;
        // An old lockdep report says "stack backtrace:" and then "Call Trace:".
        role = next.role;
        heading = text.strip();
        return;
      }
    }
    if (text.startsWith("Last Breaking-Event-Address") || text.startsWith("---[ end ")) {
      close();
      ended = true;
    }
    Matcher mark = SECTION.matcher(text);
    int at = 0;
    while (mark.lookingAt()) {
      section = mark.group(1).isEmpty() ? mark.group(2) : "";
      at = mark.end();
      mark.region(at, text.length());
      if (at == text.length()) {
        return;
      }
    }
    frame(text.substring(at));
  }

  /// Most lines are frames and registers: they say nothing else.
  private static boolean plain(String text) {
    if (text.startsWith(" ") && !text.startsWith(" <")) {
      return text.contains("+0x") && !text.contains(" at: ");
    }
    int colon = text.indexOf(':');
    return colon > 0
        && colon < 4
        && Character.isUpperCase(text.charAt(0))
        && (colon == 1 || !Character.isLowerCase(text.charAt(1)));
  }

  private void frame(String text) {
    Optional<TraceLine> frame =
        text.contains(", at: ") ? Optional.empty() : StackFrames.frame(text, section);
    if (frame.isEmpty() || ended) {
      return;
    }
    if (Doubts.injected(frame.get().place().function()) && role == Role.TRACE) {
      role = Role.INJECTED;
    }
    if (frames.size() < MAX_FRAMES) {
      frames.add(frame.get());
    }
  }

  private void close() {
    if (!frames.isEmpty() && stacks.size() < MAX_STACKS) {
      stacks.add(new ReportStack(role, heading, List.copyOf(frames)));
    }
    frames = new ArrayList<>();
    section = "";
  }
}
