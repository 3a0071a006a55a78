package org.inquest.profile.sched;

/// Waits for a CPU of one task or CPU. Times are nanoseconds.
public final class Delays {
  private long count;
  private long total;
  private long longest;
  private long longestAt;

  Delays() {}

  void add(long from, long to) {
    long length = Math.max(0, to - from);
    count++;
    total += length;
    if (length > longest) {
      longest = length;
      longestAt = from;
    }
  }

  static Delays together(Delays... parts) {
    Delays all = new Delays();
    for (Delays part : parts) {
      all.count += part.count;
      all.total += part.total;
      if (part.longest > all.longest) {
        all.longest = part.longest;
        all.longestAt = part.longestAt;
      }
    }
    return all;
  }

  /// How many.
  public long count() {
    return count;
  }

  /// Together.
  public long total() {
    return total;
  }

  /// The longest.
  public long longest() {
    return longest;
  }

  /// When the longest began.
  public long longestAt() {
    return longestAt;
  }

  /// On average.
  public long mean() {
    return count == 0 ? 0 : total / count;
  }
}
