package org.inquest.engine.type;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.inquest.engine.debug.name.NameIndexes;
import org.inquest.engine.debug.type.DwarfTypes;
import org.inquest.formats.dwarf.DwarfFile;
import org.inquest.formats.testkit.DwarfSamples;
import org.junit.jupiter.api.Test;

class StructSearchTest {
  private static final DwarfFile FILE = DwarfFile.of(DwarfSamples.open("layouts5.elf"));
  private final DwarfTypes described = new DwarfTypes(FILE, () -> NameIndexes.inMemory(FILE));

  private static List<String> names(List<StructSearch.Hit> hits) {
    return hits.stream().map(hit -> hit.type().name()).toList();
  }

  private static List<String> find(Types types, long least, long most, String member) {
    Optional<StructSearch.MemberType> wanted =
        Optional.of(member).filter(m -> !m.isEmpty()).map(StructSearch::memberType);
    return names(new StructSearch(least, most, wanted).in(types));
  }

  @Test
  void bySize() {
    Types types = new Types(described);
    assertThat(find(types, 16, 16, "")).containsExactly("struct hidden", "struct list");
    assertThat(find(types, 4, 6, "")).containsExactly("atomic_t", "struct list", "struct packed");
    assertThat(find(types, 1000, 2000, "")).isEmpty();
    assertThat(find(SampleTypes.types(), 112, 112, "")).containsExactly("struct task");
  }

  @Test
  void byMember() {
    Types types = new Types(described);
    assertThat(find(types, 0, 1 << 20, "struct task *")).containsExactly("struct task");
    assertThat(find(types, 0, 1 << 20, "task")).as("a pointer fits").containsExactly("struct task");
    assertThat(find(types, 0, 1 << 20, "struct task **")).isEmpty();
    assertThat(find(types, 0, 1 << 20, "enum mood")).containsExactly("struct task");
    assertThat(find(types, 0, 1 << 20, "nothing")).isEmpty();
    assertThat(find(SampleTypes.types(), 0, 1 << 20, "task *")).containsExactly("struct task");
  }

  @Test
  void membersOfAnonymousStructsAndOfArraysAreToldByName() {
    StructSearch search =
        new StructSearch(0, 1 << 20, Optional.of(StructSearch.memberType("atomic_t")));
    assertThat(search.in(new Types(described)))
        .singleElement()
        .satisfies(hit -> assertThat(hit.members()).extracting(Member::name).contains("usage"));
    search = new StructSearch(0, 1 << 20, Optional.of(StructSearch.memberType("list")));
    assertThat(search.in(new Types(described)))
        .filteredOn(hit -> hit.type().name().equals("struct task"))
        .singleElement()
        .satisfies(hit ->
            assertThat(hit.members()).extracting(Member::name).containsExactly("tasks", "links"));
  }

  @Test
  void modulesWithoutTypesOfTheirOwnAreSearchedInDebugInformation() {
    Types types = SampleTypes.types().with(described, () -> Map.of("driver", described));
    assertThat(find(types, 6, 6, "")).containsExactly("struct packed");
  }
}
