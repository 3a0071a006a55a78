package org.inquest.engine.type;

/// A struct or union that is declared and nowhere defined.
public record ForwardType(boolean union, String tag) implements Type {
  @Override
  public String name() {
    return (union ? "union " : "struct ") + tag;
  }

  @Override
  public long size() {
    return 0;
  }
}
