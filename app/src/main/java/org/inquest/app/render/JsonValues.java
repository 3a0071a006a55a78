package org.inquest.app.render;

import java.util.List;
import org.inquest.app.document.Field;
import org.inquest.app.document.Hex;
import org.inquest.app.document.Value;
import tools.jackson.core.JsonGenerator;

/// Values as JSON has them; why one is missing becomes a gap.
final class JsonValues {
  private final JsonGenerator json;
  private final Gaps gaps;

  JsonValues(JsonGenerator json, Gaps gaps) {
    this.json = json;
    this.gaps = gaps;
  }

  /// An object with a value for each key.
  void fields(List<Field> fields) {
    json.writeStartObject();
    for (Field field : fields) {
      json.writeName(field.key());
      value(field.value());
    }
    json.writeEndObject();
  }

  void value(Value value) {
    switch (value) {
      case Value.Words(String text) -> json.writeString(text);
      case Value.Quoted(String name) -> json.writeString(name);
      case Value.Number(long number) -> json.writeNumber(number);
      case Value.Address(long address) -> json.writeString(Hex.prefixed(address));
      case Value.Shown(String text, long number) -> json.writeNumber(number);
      case Value.Mark(String text) -> json.writeBoolean(!text.isEmpty());
      case Value.Truth(boolean truth) -> json.writeBoolean(truth);
      case Value.Missing(String why) -> {
        gaps.add(why);
        json.writeNull();
      }
      case Value.None() -> json.writeNull();
      case Value.Several(List<Value> values) -> {
        json.writeStartArray();
        for (Value one : values) {
          value(one);
        }
        json.writeEndArray();
      }
    }
  }

  void strings(String name, List<String> values) {
    json.writeName(name);
    json.writeStartArray();
    for (String value : values) {
      json.writeString(value);
    }
    json.writeEndArray();
  }

  void kind(String kind) {
    json.writeStringProperty("kind", kind);
  }
}
