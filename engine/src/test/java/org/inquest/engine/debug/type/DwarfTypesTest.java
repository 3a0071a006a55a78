package org.inquest.engine.debug.type;

import static org.assertj.core.api.Assertions.assertThat;
import static org.inquest.formats.testkit.DwarfSamples.line;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.inquest.engine.debug.name.NameIndexes;
import org.inquest.engine.debug.name.NameKind;
import org.inquest.engine.target.NoTypes;
import org.inquest.engine.type.FunctionType;
import org.inquest.engine.type.PointerType;
import org.inquest.engine.type.SampleTypes;
import org.inquest.engine.type.StructType;
import org.inquest.engine.type.Type;
import org.inquest.engine.type.TypeSource.Tag;
import org.inquest.engine.type.Types;
import org.inquest.formats.dwarf.DwarfFile;
import org.inquest.formats.elf.ElfFile;
import org.inquest.formats.elf.ElfSymbols;
import org.inquest.formats.testkit.DwarfSamples;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

class DwarfTypesTest {
  static final List<String> SAMPLES = DwarfSamples.LAYOUTS;

  private static DwarfTypes open(String sample) {
    DwarfFile file = DwarfFile.of(DwarfSamples.open(sample));
    return new DwarfTypes(file, () -> NameIndexes.inMemory(file));
  }

  @ParameterizedTest
  @FieldSource("SAMPLES")
  void typesByName(String sample) {
    DwarfTypes types = open(sample);
    assertThat(types.find(Tag.STRUCT, "task").map(Type::size)).hasValue(224L);
    assertThat(types.find(Tag.ENUM, "mood").map(Type::name)).hasValue("enum mood");
    assertThat(types.find(Tag.ORDINARY, "atomic_t").map(Type::size)).hasValue(4L);
    assertThat(types.find(Tag.ORDINARY, "long int").map(Type::name)).hasValue("long");
    assertThat(types.find(Tag.UNION, "task")).isEmpty();
    assertThat(types.find(Tag.STRUCT, "nothing")).isEmpty();
    assertThat(types.constant("BAD")).hasValue(-1);
    assertThat(types.constant("GREEN")).hasValue(0xfffffff0L);
    assertThat(types.constant("task")).isEmpty();
    assertThat(types.gaps()).isEmpty();
  }

  @ParameterizedTest
  @FieldSource("SAMPLES")
  void variablesAndFunctionsByName(String sample) {
    DwarfTypes types = open(sample);
    assertThat(types.variable("first").map(Type::name)).hasValue("struct task");
    assertThat(types.variable("shared").map(Type::name)).hasValue("int");
    assertThat(types.function("visit").map(FunctionType::variadic)).hasValue(true);
    assertThat(types.function("first")).isEmpty();
    assertThat(types.variable("visits")).as("inside of a function").isEmpty();
  }

  @ParameterizedTest
  @FieldSource("SAMPLES")
  void namesakesAreToldApartByUnitAndLine(String sample) {
    DwarfTypes types = open(sample);
    List<Described> counts = types.all(NameKind.VARIABLE, "count");
    assertThat(counts).extracting(Described::unit).containsExactly("layouts.c", "layouts-more.c");
    assertThat(counts).noneMatch(Described::global);
    assertThat(counts.get(0).address()).isPresent().isNotEqualTo(counts.get(1).address());
    assertThat(types.all(NameKind.STRUCT, "list"))
        .extracting(d -> d.place() + " " + d.type().size())
        .containsExactly("layouts.c:2 16", "layouts-more.c:4 4");
    assertThat(types.all(NameKind.VARIABLE, "shared"))
        .singleElement()
        .matches(Described::global)
        .matches(d -> d.line() == line("layouts.c", "shared"));
  }

  @ParameterizedTest
  @FieldSource("SAMPLES")
  void aStructThatIsOnlyDeclaredIsCompletedFromAnotherUnit(String sample) {
    StructType task = (StructType) open(sample).find(Tag.STRUCT, "task").orElseThrow();
    Type hidden = ((PointerType) task.member("hidden").type()).target();
    assertThat(((StructType) hidden).offsetOf("list.other")).isEqualTo(8);
  }

  @Test
  void addressesAreThoseOfTheSymbols() {
    DwarfTypes types = open("layouts5.elf");
    ElfFile elf = DwarfSamples.open("layouts5.elf");
    ElfSymbols symbols = elf.symbols(elf.section(".symtab").orElseThrow());
    Map<String, Long> addresses = new HashMap<>();
    for (int i = 0; i < symbols.size(); i++) {
      addresses.put(symbols.name(i), symbols.value(i));
    }
    for (String name : new String[] {"first", "bits", "shared"}) {
      assertThat(types.all(NameKind.VARIABLE, name))
          .singleElement()
          .matches(d -> d.address().orElseThrow() == addresses.get(name));
    }
    assertThat(types.all(NameKind.FUNCTION, "_start"))
        .singleElement()
        .matches(d -> d.address().orElseThrow() == addresses.get("_start"));
  }

  @Test
  void aKernelsTypesAreCompletedByThem() {
    Types kernel = SampleTypes.types();
    assertThat(kernel.find("struct packed")).isEmpty();
    Types both = kernel.with(open("layouts5.elf"), Map::of);
    assertThat(both.find("struct packed").map(Type::size)).hasValue(6L);
    assertThat(both.struct("struct task").size()).as("BTF goes first").isEqualTo(112);
    assertThat(both.variable("packed").map(Type::name)).hasValue("struct packed");
    assertThat(both.variable("current_task").map(Type::name)).hasValue("struct task *");
    assertThat(both.constant("GREEN")).hasValue(0xfffffff0L);
    assertThat(both.enumeration("GREEN").map(Type::name)).hasValue("enum color");
    assertThat(both.function("_start")).isPresent();
    assertThat(both.findAnywhere("struct hidden *")).isPresent();
    assertThat(both.find("struct nothing")).isEmpty();
  }

  @Test
  void modulesTypesAreAskedLast() {
    DwarfTypes module = open("layouts5.elf");
    Types kernel = SampleTypes.types().with(NoTypes.NONE, () -> Map.of("driver", module));
    assertThat(kernel.find("struct packed")).as("the kernel's own").isEmpty();
    assertThat(kernel.findAnywhere("struct packed").map(Type::size)).hasValue(6L);
    assertThat(kernel.findAnywhere("struct task").map(Type::size)).as("BTF").hasValue(112L);
    assertThat(kernel.function("_start")).isPresent();
    assertThat(kernel.module("driver")).containsSame(module);
    assertThat(kernel.module("other")).isEmpty();
  }

  @Test
  void staticVariablesInFunctionsKnowTheirFunction() {
    for (String sample : new String[] {"layouts2.elf", "layouts5.elf"}) {
      DwarfTypes types = open(sample);
      ElfFile elf = DwarfSamples.open(sample);
      ElfSymbols symbols = elf.symbols(elf.section(".symtab").orElseThrow());
      long address = 0;
      for (int i = 0; i < symbols.size(); i++) {
        address = symbols.name(i).startsWith("visits.") ? symbols.value(i) : address;
      }
      assertThat(address).isNotZero();
      Described visits = types.all(NameKind.LOCAL, "visits").getFirst();
      assertThat(visits.function()).isEqualTo("visit");
      assertThat(visits.type().name()).isEqualTo("int");
      assertThat(visits.address()).hasValue(address);
      assertThat(visits.global()).isFalse();
      assertThat(types.all(NameKind.VARIABLE, "visits")).isEmpty();
      assertThat(types.all(NameKind.LOCAL, "item")).as("a parameter").isEmpty();
      assertThat(types.variable("count")).as("two, both int").map(Type::name).hasValue("int");
    }
  }
}
