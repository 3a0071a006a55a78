package org.inquest.profile.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

final class ShareTestTest {

  @Test
  void theTablesOfTheNormalDistributionAreMet() {
    // 60 of 100 against 45 of 100: pooled 0.525, error 0.0706, score -2.124, tails 0.0337.
    ShareTest test = new ShareTest(60, 100, 45, 100);
    assertEquals(-2.124, test.score(), 0.001);
    assertEquals(1 - 0.0337, test.confidence(), 0.0002);
    assertEquals(-0.15, test.change(), 1e-12);
  }

  @Test
  void nothingIsSureOfNothing() {
    assertEquals(0, new ShareTest(0, 0, 5, 10).confidence(), 1e-6);
    assertEquals(0, new ShareTest(5, 10, 5, 10).confidence(), 1e-6);
    assertEquals(0, new ShareTest(10, 10, 7, 7).confidence(), 1e-6);
  }

  @Test
  void moreSamplesMakeSurer() {
    double few = new ShareTest(5, 100, 8, 100).confidence();
    double many = new ShareTest(5000, 100_000, 8000, 100_000).confidence();
    assertTrue(few < 0.7 && many > 0.999999, few + " " + many);
  }

  @Test
  void aHandfulOfSamplesSaysNothing() {
    assertEquals(0, new ShareTest(0, 1000, 9, 1000).confidence());
    assertTrue(new ShareTest(0, 1000, 10, 1000).confidence() > 0.99);
    assertEquals(0, new ShareTest(0, 100, 40, 100_000).confidence());
  }
}
