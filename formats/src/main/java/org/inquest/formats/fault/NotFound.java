package org.inquest.formats.fault;

/// No such symbol, type or member.
public final class NotFound extends InquestException {
  /// @param kind "symbol", "type", "member", "task"
  /// @param name what was looked for
  /// @param where where it was looked for
  public NotFound(String kind, String name, String where) {
    super("no " + kind + " " + name + " in " + where, false);
  }
}
