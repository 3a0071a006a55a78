package org.inquest.formats.vmcoreinfo;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/// The parsed VMCOREINFO text. Absent keys are normal: the text differs by kernel and may be cut (4
/// KiB limit).
///
/// Radix: `SYMBOL(x)` and `KERNELOFFSET` are hexadecimal without `0x`; `NUMBER(x)` is signed
/// decimal unless it has `0x` (kernel/vmcore_info.c, arch/x86/kernel/vmcore_info_64.c).
public final class VmcoreInfo {
  private final Map<String, String> values;

  private VmcoreInfo(Map<String, String> values) {
    this.values = values;
  }

  /// Parses the note's text; lines without `=` are ignored.
  public static VmcoreInfo parse(String text) {
    Map<String, String> values = new LinkedHashMap<>();
    for (String line : text.split("\n", -1)) {
      int equals = line.indexOf('=');
      if (equals > 0) {
        values.put(line.substring(0, equals).strip(), line.substring(equals + 1).strip());
      }
    }
    return new VmcoreInfo(values);
  }

  /// No VMCOREINFO at all.
  public static VmcoreInfo empty() {
    return new VmcoreInfo(Map.of());
  }

  /// Whether nothing is known.
  public boolean isEmpty() {
    return values.isEmpty();
  }

  /// The raw text of a key, for example `OSRELEASE`.
  public Optional<String> text(String key) {
    return Optional.ofNullable(values.get(key));
  }

  /// `SYMBOL(name)`: a virtual address.
  public OptionalLong symbol(String name) {
    return hex("SYMBOL(" + name + ")");
  }

  /// `NUMBER(name)`: decimal, or hexadecimal with `0x`.
  public OptionalLong number(String name) {
    return auto("NUMBER(" + name + ")");
  }

  /// `OFFSET(struct.member)`: bytes.
  public OptionalLong offset(String member) {
    return auto("OFFSET(" + member + ")");
  }

  /// `SIZE(type)`: bytes.
  public OptionalLong size(String type) {
    return auto("SIZE(" + type + ")");
  }

  /// `LENGTH(array)`: elements.
  public OptionalLong length(String array) {
    return auto("LENGTH(" + array + ")");
  }

  /// A bare key with a hexadecimal value: `KERNELOFFSET`.
  public OptionalLong hex(String key) {
    String value = values.get(key);
    if (value == null) {
      return OptionalLong.empty();
    }
    try {
      String digits = value.startsWith("0x") ? value.substring(2) : value;
      return OptionalLong.of(Long.parseUnsignedLong(digits, 16));
    } catch (NumberFormatException e) {
      return OptionalLong.empty();
    }
  }

  /// A bare key with a decimal value, or a hexadecimal one with `0x`: `PAGESIZE`, `CRASHTIME`.
  public OptionalLong auto(String key) {
    String value = values.get(key);
    if (value == null) {
      return OptionalLong.empty();
    }
    try {
      return OptionalLong.of(
          value.startsWith("0x")
              ? Long.parseUnsignedLong(value.substring(2), 16)
              : Long.parseLong(value));
    } catch (NumberFormatException e) {
      return OptionalLong.empty();
    }
  }
}
