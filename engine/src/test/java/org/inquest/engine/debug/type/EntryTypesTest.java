package org.inquest.engine.debug.type;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.OptionalLong;
import org.inquest.engine.type.EnumType;
import org.inquest.engine.type.ForwardType;
import org.inquest.engine.type.FunctionType;
import org.inquest.engine.type.Member;
import org.inquest.engine.type.PointerType;
import org.inquest.engine.type.StructType;
import org.inquest.engine.type.Type;
import org.inquest.engine.type.TypePrinter;
import org.inquest.formats.dwarf.Attribute;
import org.inquest.formats.dwarf.DwarfFile;
import org.inquest.formats.dwarf.Entries;
import org.inquest.formats.dwarf.Tag;
import org.inquest.formats.fault.MalformedInput;
import org.inquest.formats.testkit.DwarfSamples;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

class EntryTypesTest {
  static final List<String> SAMPLES = DwarfSamples.LAYOUTS;

  static DwarfFile open(String sample) {
    return DwarfFile.of(DwarfSamples.open(sample));
  }

  /// The first entry of a tag and name; of structs one that is not only a declaration.
  static long entry(DwarfFile file, int tag, String name) {
    for (int i = 0; i < file.unitCount(); i++) {
      Entries entries = file.unit(i).entries();
      while (entries.next()) {
        if (entries.tag() == tag
            && entries.attributes().text(Attribute.NAME).orElse("").equals(name)
            && (tag == Tag.SUBPROGRAM || !entries.attributes().has(Attribute.DECLARATION))) {
          return entries.offset();
        }
      }
    }
    throw new IllegalArgumentException(name);
  }

  private static StructType struct(DwarfFile file, String name) {
    return (StructType) new EntryTypes(file).at(entry(file, Tag.STRUCTURE_TYPE, name));
  }

  @ParameterizedTest
  @FieldSource("SAMPLES")
  void structsAreLaidOutAsTheCompilerDid(String sample) {
    assertThat(TypePrinter.printOffsets(struct(open(sample), "task"), false, 0))
        .isEqualTo(
            """
            struct task {
                [0] volatile unsigned int state;
                [4] int pid;
                [8] char comm[16];
               [24] struct list tasks;
                    union {
               [40]     atomic_t usage;
               [40]     unsigned long raw;
                    };
               [48] enum mood mood;
               [56] struct task *parent;
               [64] const char * const name;
               [72] struct list links[2][3];
              [168] visitor visit;
              [176] struct hidden *hidden;
              [184] double load;
                    struct {
                        unsigned short x;
                        unsigned short y;
              [192] } place;
              [208] unsigned __int128 large;
              [224] int none[];
              [224] int flexible[];
            }
            SIZE: 224
            """);
  }

  @ParameterizedTest
  @FieldSource("SAMPLES")
  void bitFieldsOfAllVersions(String sample) {
    DwarfFile file = open(sample);
    assertThat(struct(file, "bits").members())
        .extracting(m -> m.name() + " " + m.bitOffset() + " " + m.bitSize())
        .containsExactly(
            "low 0 3", "high 3 5", "delta 8 7", "flag 15 1", "wide 16 40", "last 56 0");
    assertThat(struct(file, "packed").members())
        .extracting(m -> m.name() + " " + m.bitOffset() + " " + m.bitSize())
        .containsExactly("first 0 0", "value 8 20", "after 32 0");
  }

  @ParameterizedTest
  @FieldSource("SAMPLES")
  void enumerationsKnowTheirSigns(String sample) {
    DwarfFile file = open(sample);
    EntryTypes types = new EntryTypes(file);
    EnumType mood = (EnumType) types.at(entry(file, Tag.ENUMERATION_TYPE, "mood"));
    assertThat(mood.enumerators())
        .extracting(EnumType.Enumerator::toString)
        .containsExactly(
            "Enumerator[name=BAD, value=-1]",
            "Enumerator[name=FINE, value=0]",
            "Enumerator[name=GOOD, value=4]");
    assertThat(mood.scalar().signed()).isTrue();
    EnumType color = (EnumType) types.at(entry(file, Tag.ENUMERATION_TYPE, "color"));
    assertThat(color.value("GREEN")).hasValue(0xfffffff0L);
    assertThat(color.scalar().signed()).isFalse();
  }

  @ParameterizedTest
  @FieldSource("SAMPLES")
  void functionsHaveParametersWithNames(String sample) {
    DwarfFile file = open(sample);
    FunctionType visit =
        (FunctionType) new EntryTypes(file).at(entry(file, Tag.SUBPROGRAM, "visit"));
    assertThat(visit.declare("visit")).isEqualTo("int visit(struct list *, const char *, ...)");
    assertThat(visit.parameters())
        .extracting(FunctionType.Parameter::name)
        .containsExactly("item", "name");
  }

  @ParameterizedTest
  @FieldSource("SAMPLES")
  void whatIsOnlyDeclaredIsLookedForElsewhere(String sample) {
    DwarfFile file = open(sample);
    assertThat(hidden(struct(file, "task"))).isEqualTo(new ForwardType(false, "hidden"));
    long defined = entry(file, Tag.STRUCTURE_TYPE, "hidden");
    EntryTypes resolving =
        new EntryTypes(
            file,
            (tag, name) -> name.equals("hidden") ? OptionalLong.of(defined) : OptionalLong.empty());
    Type task = resolving.at(entry(file, Tag.STRUCTURE_TYPE, "task"));
    assertThat(hidden(task).size()).isEqualTo(16);
  }

  private static Type hidden(Type task) {
    Member member = ((StructType) task).member("hidden");
    return ((PointerType) member.type()).target();
  }

  @Test
  void typesOfUnitsOfTheirOwn() {
    for (String sample : DwarfSamples.SHAPES) {
      DwarfFile file = open(sample);
      EntryTypes types = new EntryTypes(file);
      FunctionType measure = (FunctionType) types.at(entry(file, Tag.SUBPROGRAM, "measure"));
      Type shape = ((PointerType) measure.parameters().getFirst().type()).target();
      assertThat(((StructType) shape.underlying()).offsetOf("side")).as(sample).isZero();
      assertThat(shape.size()).isEqualTo(4);
    }
  }

  @Test
  void aPlaceOutsideIsOneClearError() {
    EntryTypes types = new EntryTypes(open("layouts5.elf"));
    for (long offset : new long[] {-1, 1, 1L << 40}) {
      assertThatThrownBy(() -> types.at(offset)).isInstanceOf(MalformedInput.class);
    }
  }
}
