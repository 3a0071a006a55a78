package org.inquest.profile.annotate;

import java.util.Arrays;
import java.util.SortedMap;
import java.util.stream.IntStream;
import org.inquest.profile.model.Function;

/// The samples of a function.
///
/// @param samples of each event
/// @param byAddress samples of each event, by linked address
/// @param counted which events were only counted: how often they happened stands for samples
public record FunctionCounts(
    Function function, long[] samples, SortedMap<Long, long[]> byAddress, boolean[] counted) {
  /// Samples of all events; counts where there is nothing else.
  public long total() {
    long total =
        IntStream.range(0, samples.length)
            .filter(i -> !counted[i])
            .mapToLong(i -> samples[i])
            .sum();
    return total == 0 ? Arrays.stream(samples).sum() : total;
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
