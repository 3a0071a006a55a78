package org.inquest.profile.annotate;

import java.util.Arrays;
import java.util.SortedMap;
import org.inquest.profile.model.Function;

/// The samples of a function.
///
/// @param samples of each event
/// @param byAddress samples of each event, by linked address
public record FunctionCounts(Function function, long[] samples, SortedMap<Long, long[]> byAddress) {
  /// Samples of all events.
  public long total() {
    return Arrays.stream(samples).sum();
  }

  /// The largest share of all samples that it has of any event, 0 to 1.
  ///
  /// @param all samples of each event
  public double share(long[] all) {
    double most = 0;
    for (int i = 0; i < all.length; i++) {
      most = all[i] == 0 ? most : Math.max(most, (double) samples[i] / all[i]);
    }
    return most;
  }
}
