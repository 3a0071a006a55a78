package org.inquest.app.render;

import java.util.List;
import java.util.Locale;
import org.inquest.app.document.Hex;
import org.inquest.diagnose.Finding;
import org.inquest.diagnose.verdict.Evidence;
import org.inquest.diagnose.verdict.FrameLine;
import org.inquest.diagnose.verdict.Subject;
import org.inquest.diagnose.verdict.Verdict;
import tools.jackson.core.JsonGenerator;

/// What a rule found, in JSON, with what follows from it.
final class JsonFinding {
  private final JsonGenerator json;
  private final JsonValues values;

  JsonFinding(JsonGenerator json, JsonValues values) {
    this.json = json;
    this.values = values;
  }

  void write(Finding finding) {
    values.kind("conclusion");
    Verdict.Found found = finding.found();
    json.writeStringProperty("rule", finding.rule().id());
    json.writeStringProperty("title", finding.rule().title());
    json.writeStringProperty("role", found.role().name().toLowerCase(Locale.ROOT));
    json.writeStringProperty("claim", found.claim());
    json.writeStringProperty("confidence", TextFinding.words(found.confidence()));
    json.writeStringProperty("because", found.because());
    json.writeStringProperty("rank", finding.rank());
    json.writeName("evidence");
    json.writeStartArray();
    for (Evidence evidence : found.evidence()) {
      json.writeStartObject();
      evidence(evidence);
      json.writeEndObject();
    }
    json.writeEndArray();
    values.strings("ruled_out", found.ruledOut());
    values.strings("advice", found.advice());
    json.writeName("subjects");
    json.writeStartArray();
    for (Subject subject : found.subjects()) {
      json.writeStartObject();
      subject(subject);
      json.writeEndObject();
    }
    json.writeEndArray();
    json.writeName("explains");
    json.writeStartArray();
    for (Finding consequence : finding.explains()) {
      json.writeStartObject();
      write(consequence);
      json.writeEndObject();
    }
    json.writeEndArray();
  }

  private void evidence(Evidence evidence) {
    switch (evidence) {
      case Evidence.Value(long address, String what, String value, String meaning) -> {
        values.kind("value");
        json.writeStringProperty("address", Hex.prefixed(address));
        json.writeStringProperty("what", what);
        json.writeStringProperty("value", value);
        json.writeStringProperty("meaning", meaning);
      }
      case Evidence.Frames(String title, List<FrameLine> lines, String meaning) -> {
        values.kind("frames");
        json.writeStringProperty("title", title);
        values.strings("lines", lines.stream().map(FrameLine::text).toList());
        if (lines.stream().anyMatch(line -> !line.source().isEmpty())) {
          values.strings("sources", lines.stream().map(FrameLine::source).toList());
        }
        json.writeStringProperty("meaning", meaning);
      }
      case Evidence.LogLine(double seconds, String text) -> {
        values.kind("log");
        json.writeNumberProperty("seconds", seconds);
        json.writeStringProperty("text", text);
      }
      case Evidence.Note(String text) -> {
        values.kind("note");
        json.writeStringProperty("text", text);
      }
    }
  }

  private void subject(Subject subject) {
    switch (subject) {
      case Subject.TaskSubject(long address, int pid) -> {
        values.kind("task");
        json.writeStringProperty("address", Hex.prefixed(address));
        json.writeNumberProperty("pid", pid);
      }
      case Subject.CulpritSubject(long address, int pid) -> {
        values.kind("culprit");
        json.writeStringProperty("address", Hex.prefixed(address));
        json.writeNumberProperty("pid", pid);
      }
      case Subject.ObjectSubject(long address) -> {
        values.kind("object");
        json.writeStringProperty("address", Hex.prefixed(address));
      }
      case Subject.CpuSubject(int cpu) -> {
        values.kind("cpu");
        json.writeNumberProperty("cpu", cpu);
      }
      case Subject.FunctionSubject(String name) -> {
        values.kind("function");
        json.writeStringProperty("name", name);
      }
    }
  }
}
