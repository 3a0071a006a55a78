package org.inquest.profile.model;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.inquest.formats.perf.FeatureType;
import org.inquest.formats.perf.PerfData;
import org.inquest.formats.perf.PerfEvent;
import org.inquest.formats.perf.ReadSummary;
import org.jspecify.annotations.Nullable;

/// A profile that was opened: its events, its samples in order of time, and what the places of
/// these mean. For one thread.
public final class Profile implements AutoCloseable {
  private final PerfData data;
  private final Binaries binaries;
  private final Places places;
  private @Nullable CodeAhead ahead;

  private Profile(PerfData data, CodeFinder finder) {
    this.data = data;
    this.binaries =
        new Binaries(
            finder, data.features().buildIds(), data.features().text(FeatureType.OSRELEASE));
    this.places = new Places(binaries);
  }

  /// Takes each sample in turn.
  @FunctionalInterface
  public interface SampleSink {
    /// @param sample moves on when this returns
    void sample(Sample sample);
  }

  /// Is told where records were lost.
  @FunctionalInterface
  public interface LossSink {
    /// @param count of records
    /// @param time nanoseconds, when the kernel could write again; 0 where not told
    void lost(long count, long time);
  }

  /// Opens a profile.
  ///
  /// @param path a perf.data file or folder
  /// @param finder where code is looked for
  /// @throws org.inquest.formats.fault.InquestException where it is none
  public static Profile open(Path path, CodeFinder finder) {
    return new Profile(PerfData.open(path), finder);
  }

  /// Makes one of what was opened.
  ///
  /// @param data closed with this
  public static Profile of(PerfData data, CodeFinder finder) {
    return new Profile(data, finder);
  }

  /// The file.
  public PerfData data() {
    return data;
  }

  /// The events, in the file's order.
  public List<PerfEvent> events() {
    return data.events();
  }

  /// What the places of samples mean.
  public Places places() {
    return places;
  }

  /// A binary by its number.
  public Binary binary(int id) {
    return binaries.get(id);
  }

  /// Begins to look for a binary's code, which will be asked for when all samples have been read.
  public void expect(Binary binary) {
    CodeAhead begun = ahead;
    if (begun == null) {
      begun = new CodeAhead();
      ahead = begun;
    }
    begun.begin(binary);
  }

  /// The binaries that were seen so far.
  public List<Binary> binaries() {
    return List.copyOf(binaries.all());
  }

  /// Hands over all samples in order of time. May be called again: places keep their numbers.
  ///
  /// @param chains whether call chains are wanted, which cost more than all else
  public ReadSummary samples(boolean chains, SampleSink sink) {
    return samples(chains, sink, (count, time) -> {});
  }

  /// The same, and tells what was lost in between.
  public ReadSummary samples(boolean chains, SampleSink sink, LossSink losses) {
    return new SampleReader(data, binaries, places, chains, sink, losses).run();
  }

  /// What could not be found of the binaries that were asked for, and what is wrong with the file:
  /// a sentence each.
  public List<String> gaps() {
    List<String> gaps = new ArrayList<>(data.gaps());
    for (Binary binary : binaries.all()) {
      if (binary.loaded() && !binary.code().gap().isEmpty()) {
        gaps.add(binary.code().gap());
      }
    }
    return gaps;
  }

  @Override
  public void close() {
    if (ahead != null) {
      ahead.close();
    }
    for (Binary binary : binaries.all()) {
      if (binary.loaded()) {
        binary.code().close();
      }
    }
    data.close();
  }
}
