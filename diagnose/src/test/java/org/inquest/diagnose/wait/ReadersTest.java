package org.inquest.diagnose.wait;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.inquest.diagnose.wait.LockCalls.Sign;
import org.inquest.kernel.wait.Access;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ReadersTest {
  /// A thread that page-faults in user space waits in do_user_addr_fault(), and a writer in
  /// vm_mmap_pgoff(): both take and release mmap locks, and neither held this one.
  @ParameterizedTest
  @CsvSource({
    "TOOK_THIS, READ, true, TOOK_THIS",
    "TOOK_THIS, WRITE, false, TOOK_THIS",
    "TOOK_ONE, READ, true, NONE",
    "TOOK_ONE, READ, false, TOOK_ONE",
    "TOOK_ONE, WRITE, false, NONE",
    "RELEASES_LATER, READ, false, NONE",
    "NONE, READ, false, NONE"
  })
  void whatASignIsWorthOnTheStackOfAWaiter(Sign sign, Access wants, boolean here, Sign worth) {
    assertEquals(worth, Readers.ofWaiter(sign, wants, here));
  }
}
