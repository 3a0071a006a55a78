package org.inquest.diagnose.wait;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.List;
import org.inquest.diagnose.wait.LockCalls.Event;
import org.inquest.diagnose.wait.LockCalls.Sign;
import org.inquest.diagnose.wait.LockCalls.Step;
import org.junit.jupiter.api.Test;

class LockCallsTest {
  /// A function as a line of steps, ten bytes each: `m` mentions the lock, `a` acquires one, `r`
  /// releases one, `j` may jump to the island that begins at `>`, `^` is where the task is: in the
  /// call before it.
  private static Sign sign(String function) {
    List<Step> steps = new ArrayList<>();
    long at = 0;
    long pc = 0;
    for (char c : function.toCharArray()) {
      switch (c) {
        case 'm' -> steps.add(new Step(at, Event.MENTION));
        case 'a' -> steps.add(new Step(at, Event.ACQUIRE));
        case 'r' -> steps.add(new Step(at, Event.RELEASE));
        case 'j' -> steps.add(new Step(at, Event.JUMP, 10L * function.indexOf('>')));
        case '>' -> steps.add(new Step(at, Event.ISLAND));
        case '^' -> pc = at;
        default -> {}
      }
      at += c == '^' ? 0 : 10;
    }
    return LockCalls.judge(steps, pc - 10, pc);
  }

  @Test
  void aLockTakenAndKeptIsHeld() {
    assertEquals(Sign.TOOK_ONE, sign("a-^r"));
    assertEquals(Sign.TOOK_THIS, sign("ma-^-r"));
    assertEquals(Sign.TOOK_THIS, sign("ma-ma^r"), "takes it a second time");
  }

  @Test
  void theCallThatIsStillGoingOnTakesNothingYet() {
    assertEquals(Sign.NONE, sign("ma^"));
    assertEquals(Sign.RELEASES_LATER, sign("ma^-r"));
  }

  @Test
  void aLockLetGoIsNotHeld() {
    assertEquals(Sign.NONE, sign("ma-r-^"));
    assertEquals(Sign.TOOK_ONE, sign("mar-a-^r"), "another one, after that");
  }

  @Test
  void aJumpOverTheReleaseKeepsTheLock() {
    assertEquals(Sign.TOOK_THIS, sign("maj-r>-^-r"));
    assertEquals(Sign.NONE, sign("jma-r>-^-"), "jumped before it was taken");
    assertEquals(Sign.NONE, sign("ma-rj->-^-"), "jumped when it was let go");
  }

  @Test
  void inALoopTheCallThatTookTheLockMayStandBelow() {
    assertEquals(Sign.TOOK_ONE, sign("-^-r-a-r"));
    assertEquals(Sign.NONE, sign("-^-a-r"), "not taken yet");
    assertEquals(Sign.RELEASES_LATER, sign("a-r-^-r-a"), "the paths are mixed");
  }

  @Test
  void aMentionBelongsToTheNextCall() {
    assertEquals(Sign.TOOK_ONE, sign("a-m-^"));
  }
}
