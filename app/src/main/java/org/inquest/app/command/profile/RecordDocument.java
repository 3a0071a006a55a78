package org.inquest.app.command.profile;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.inquest.app.document.Document;
import org.inquest.app.document.Field;
import org.inquest.app.document.Fields;
import org.inquest.app.document.Gap;
import org.inquest.app.document.Group;
import org.inquest.app.document.Text;
import org.inquest.app.document.Value;
import org.inquest.profile.record.RecordState;

/// How a recording stands or ended, for a person.
final class RecordDocument {
  private RecordDocument() {}

  /// One that has ended.
  ///
  /// @param notes sentences about what is other than one might expect
  static Document of(RecordState state, List<String> notes) {
    List<Document> parts = parts(state, notes);
    if (state.samples() == 0) {
      parts.add(new Gap("there is no sample: nothing ran, or none of the events happened"));
    }
    return new Group("profile_record", parts);
  }

  /// One that goes on.
  static Document standing(RecordState state) {
    return new Group("profile_record", parts(state, List.of()));
  }

  private static List<Document> parts(RecordState state, List<String> notes) {
    List<Document> parts = new ArrayList<>();
    notes.forEach(note -> parts.add(Text.paragraph("Note: " + note + ".")));
    parts.add(new Fields(fields(state)));
    if (state.lost() > 0) {
      parts.add(
          new Gap(
              state.lost()
                  + " records were lost, since a ring was full before it was emptied: a larger ring"
                  + " (-m), a lower rate (-F) or no call chains lose fewer"));
    }
    if (state.full()) {
      parts.add(
          new Gap("the disk was full, which ended the recording; what was written can be read"));
    }
    return parts;
  }

  private static List<Field> fields(RecordState state) {
    List<Field> out = new ArrayList<>();
    out.add(Field.of("file", "profile", state.file().toString()));
    out.add(Field.of("samples", "samples", state.samples()));
    out.add(Field.of("lost", "lost", state.lost()));
    if (state.throttled() > 0) {
      // The kernel's own limit of time for sampling (perf_cpu_time_max_percent).
      out.add(Field.of("throttled", "throttled", state.throttled()));
    }
    out.add(
        new Field(
            "bytes",
            "size",
            new Value.Shown(
                String.format(Locale.ROOT, "%.2f MB", state.bytes() / 1e6), state.bytes())));
    out.add(
        new Field(
            "milliseconds",
            "took",
            new Value.Shown(
                String.format(Locale.ROOT, "%.1f s", state.seconds()),
                (long) (state.seconds() * 1000))));
    state
        .commandExit()
        .ifPresent(code -> out.add(Field.of("command_exit", "command's exit code", code)));
    return out;
  }
}
