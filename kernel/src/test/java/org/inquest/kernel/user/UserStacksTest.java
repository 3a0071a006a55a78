package org.inquest.kernel.user;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.inquest.engine.object.KObject;
import org.inquest.engine.symbol.Symbol;
import org.inquest.engine.target.Target;
import org.inquest.engine.target.TargetOpener;
import org.inquest.engine.testkit.EditedDump;
import org.inquest.engine.unwind.Stack;
import org.inquest.engine.user.ProgramFiles;
import org.inquest.formats.fault.InquestException;
import org.inquest.formats.fault.NotFound;
import org.inquest.kernel.task.Task;
import org.inquest.kernel.task.TaskStacks;
import org.inquest.kernel.task.Tasks;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// Processes of the sample, which was filtered as most dumps are: no page of a program is in it.
@Timeout(120)
class UserStacksTest {

  private static Task program(Tasks tasks) {
    return tasks.all().stream()
        .filter(t -> t.comm().equals("mapl") && t.leader())
        .findFirst()
        .orElseThrow();
  }

  private static KObject mm(Target target, Task task) {
    return target.object("struct mm_struct", task.mm());
  }

  @Test
  void whatAFilteredDumpLacksIsTold() {
    try (Target target = TargetOpener.open(List.of(EditedDump.sample()))) {
      UserStacks stacks = new UserStacks(target, ProgramFiles.NONE);
      Tasks tasks = Tasks.read(target);
      TaskStacks kernel = new TaskStacks(target, tasks);
      Task task = program(tasks);
      Stack stack = stacks.of(task, kernel.of(task)).orElseThrow();
      assertThat(stack.frames()).hasSize(1);
      assertThat(stack.frames().getFirst().registers().orElseThrow().user()).isTrue();
      assertThat(stack.end()).isEqualTo(Stack.End.LOST);
      assertThat(stack.detail())
          .contains("/bin/mapl", "its pages are not in the dump", "--root DIR")
          .contains("of its stack", "filtered out of the dump");
      Task thread = tasks.byPid(2).orElseThrow();
      assertThat(stacks.of(thread, kernel.of(thread))).as("kthreadd").isEmpty();
    }
  }

  /// Its pages are the kernel image's.
  @Test
  void theVdsoIsAlwaysThere() {
    try (Target target = TargetOpener.open(List.of(EditedDump.sample()))) {
      UserStacks stacks = new UserStacks(target, ProgramFiles.NONE);
      Task task = program(Tasks.read(target));
      long vdso = mm(target, task).member("context.vdso").asLong();
      Set<String> names = new HashSet<>();
      for (long at = vdso; at < vdso + 0x2000; at += 4) {
        stacks
            .place(task, at)
            .flatMap(UserStacks.Place::symbol)
            .map(Symbol::name)
            .ifPresent(names::add);
      }
      assertThat(names).contains("__vdso_clock_gettime", "__vdso_getcpu");
      assertThat(stacks.place(task, vdso).orElseThrow().mapping().name()).isEqualTo("[vdso]");
      assertThat(stacks.place(task, 0)).isEmpty();
      assertThat(stacks.place(task, -1)).isEmpty();
    }
  }

  @Test
  void itsCodeIsReadWhereItLies() {
    try (Target target = TargetOpener.open(List.of(EditedDump.sample()))) {
      UserStacks stacks = new UserStacks(target, ProgramFiles.NONE);
      Task task = program(Tasks.read(target));
      KObject mm = mm(target, task);
      long vdso = mm.member("context.vdso").asLong();
      long data = mm.member("context.vdso_image").deref().member("data").asLong();
      Process process = stacks.process(task);
      ProcessImage image = ProcessImage.at(process, vdso);
      Symbol clock = image.symbols("__vdso_clock_gettime").getFirst();
      assertThat(clock.address()).isBetween(vdso, vdso + 0x2000);
      assertThat(image.symbolAt(clock.address() + 1).map(Symbol::name)).contains(clock.name());
      int function = image.functions().indexAt(clock.address());
      assertThat(image.functions().start(function)).isEqualTo(clock.address());
      assertThat(image.bytes(clock.address(), 32))
          .isEqualTo(target.memory().read(data + clock.address() - vdso, 32));
      assertThat(ProcessImage.with(process, "__vdso_getcpu").name()).isEqualTo("[vdso]");
      assertThatThrownBy(() -> ProcessImage.with(process, "no_such_function"))
          .isInstanceOf(NotFound.class);
      assertThatThrownBy(() -> ProcessImage.at(process, 0x10)).isInstanceOf(NotFound.class);
    }
  }

  /// The registers are also found where the kernel saved them first.
  @Test
  void aBrokenKernelStackStillHasTheProgramsRegisters() {
    try (Target target = TargetOpener.open(List.of(EditedDump.sample()))) {
      UserStacks stacks = new UserStacks(target, ProgramFiles.NONE);
      Tasks tasks = Tasks.read(target);
      Task task = program(tasks);
      Stack kernel = new TaskStacks(target, tasks).of(task);
      Stack broken = new Stack(kernel.frames().subList(0, 2), Stack.End.FAULT, "cut");
      assertThat(stacks.of(task, broken).orElseThrow().frames().getFirst().pc())
          .isEqualTo(kernel.frames().getLast().pc());
    }
  }

  @Test
  void damagedProcessesCostAnAnswerAtMost() {
    try (Target healthy = TargetOpener.open(List.of(EditedDump.sample()))) {
      Task task = program(Tasks.read(healthy));
      KObject mm = mm(healthy, task);
      long pgd = mm.member("pgd").asLong();
      long image = mm.member("context.vdso_image").asLong();
      long tree = mm.memberOf("mm_mt.ma_root", "mm_rb").address();
      List<Long> places = new ArrayList<>(List.of(tree, image, image + 8));
      places.add(mm.member("pgd").address());
      places.add(mm.member("context.vdso").address());
      List<EditedDump> dumps = new ArrayList<>();
      for (long place : places) {
        for (long wild : new long[] {0, -1, 0x6b6b6b6b6b6b6b6bL, task.mm(), pgd, place}) {
          dumps.add(EditedDump.ofSample().write(healthy, place, wild));
        }
      }
      // A table of page tables that leads to itself at every level.
      EditedDump looping = EditedDump.ofSample();
      long root = healthy.memory().translate(pgd);
      for (int i = 0; i < 256; i++) {
        looping.write(healthy, pgd + 8L * i, root | 7);
      }
      dumps.add(looping);
      for (EditedDump dump : dumps) {
        walk(dump);
      }
    }
  }

  private static void walk(EditedDump dump) {
    try (Target target = TargetOpener.open(dump)) {
      UserStacks stacks = new UserStacks(target, ProgramFiles.NONE);
      Tasks tasks = Tasks.read(target);
      Task task = program(tasks);
      try {
        Stack stack = stacks.of(task, new TaskStacks(target, tasks).of(task)).orElseThrow();
        assertThat(stack.complete()).isFalse();
        stacks.place(task, stack.frames().getFirst().pc());
        byte[] bytes = new byte[64];
        stacks.process(task).memory().read(stack.frames().getFirst().sp(), bytes, 0, 64);
      } catch (InquestException e) {
        assertThat(e.getMessage()).isNotEmpty();
      }
    }
  }
}
