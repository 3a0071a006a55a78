package org.inquest.formats.dwarf;

/// The tags of entries that this package or its callers look at, `DW_TAG_*` (DWARF 5, table 7.3).
/// Others are carried as their numbers.
public final class Tag {
  public static final int CLASS_TYPE = 0x02;
  public static final int ENTRY_POINT = 0x03;
  public static final int ENUMERATION_TYPE = 0x04;
  public static final int LEXICAL_BLOCK = 0x0b;
  public static final int COMPILE_UNIT = 0x11;
  public static final int STRUCTURE_TYPE = 0x13;
  public static final int SUBROUTINE_TYPE = 0x15;
  public static final int UNION_TYPE = 0x17;
  public static final int INLINED_SUBROUTINE = 0x1d;
  public static final int MODULE = 0x1e;
  public static final int SUBPROGRAM = 0x2e;
  public static final int NAMESPACE = 0x39;
  public static final int INTERFACE_TYPE = 0x38;
  public static final int PARTIAL_UNIT = 0x3c;
  public static final int TYPE_UNIT = 0x41;
  public static final int SKELETON_UNIT = 0x4a;

  private Tag() {}
}
