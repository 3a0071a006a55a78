package org.inquest.app.peers;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import org.inquest.engine.debug.name.NameIndexes;
import org.inquest.engine.debug.name.NameKind;
import org.inquest.engine.debug.type.Described;
import org.inquest.engine.debug.type.DwarfTypes;
import org.inquest.engine.type.ArrayType;
import org.inquest.engine.type.BtfTypes;
import org.inquest.engine.type.Layouts;
import org.inquest.engine.type.Member;
import org.inquest.engine.type.StructType;
import org.inquest.engine.type.Type;
import org.inquest.engine.type.TypeSource;
import org.inquest.formats.btf.Btf;
import org.inquest.formats.bytes.MappedFile;
import org.inquest.formats.dwarf.Attribute;
import org.inquest.formats.dwarf.DwarfFile;
import org.inquest.formats.dwarf.Entries;
import org.inquest.formats.dwarf.Tag;
import org.inquest.formats.elf.ElfFile;
import org.inquest.formats.elf.ElfSection;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Every struct and union of Debian's kernels, as Inquest reads it from debugging information: the
/// same sizes, members, offsets and widths of bit-fields as drgn has, and as pahole prints; and the
/// same as the kernel's own BTF, where the file has it, which the build made of that information.
///
/// Where several files define a struct of one name, a peer shows one of them, which has to be one
/// of ours.
@org.junit.jupiter.api.Tag("lab")
class LayoutComparisonTest {
  /// Of a kernel's structs, at least so many are described by both.
  private static final int MANY = 6_000;

  @TempDir Path folder;

  @ParameterizedTest(name = "{0}")
  @CsvSource({
    "5.10.0-32-cloud-amd64, bullseye",
    "6.1.*-cloud-amd64,     bookworm",
    "6.12.*-cloud-amd64,    bookworm",
    "7.*-cloud-amd64,       sid",
  })
  @Timeout(1200)
  void structsAreLaidOutAsThePeersSay(String release, String suite) throws Exception {
    Peers peers = Peers.ready(Peers.root());
    Path vmlinux = peers.newestVmlinux(release, suite);
    try (ElfFile elf = ElfFile.read(MappedFile.open(vmlinux))) {
      DwarfFile file = DwarfFile.of(elf);
      assertThat(file.gaps()).isEmpty();
      try (DwarfTypes types =
          new DwarfTypes(file, () -> new NameIndexes(folder.resolve("names")).of(file, vmlinux))) {
        TreeSet<String> names = names(file);
        assertThat(names).hasSizeGreaterThan(MANY);
        compareWithDrgn(types, peers.drgnLayouts(vmlinux, names));
        compareWithPahole(types, peers.pahole(vmlinux));
        compareWithBtf(types, elf, names);
        assertThat(types.gaps()).isEmpty();
      }
    }
  }

  /// `struct page`, `union thread_union`: all that have a name C can say.
  private static TreeSet<String> names(DwarfFile file) {
    TreeSet<String> all = new TreeSet<>();
    for (int i = 0; i < file.unitCount(); i++) {
      Entries entry = file.unit(i).entries();
      entry.next();
      for (boolean more = entry.next(); more && entry.depth() > 0; more = entry.nextSibling()) {
        boolean union = entry.tag() == Tag.UNION_TYPE;
        if ((union || entry.tag() == Tag.STRUCTURE_TYPE)
            && !entry.attributes().has(Attribute.DECLARATION)) {
          entry
              .attributes()
              .text(Attribute.NAME)
              .filter(name -> name.matches("\\w+"))
              .ifPresent(name -> all.add((union ? "union " : "struct ") + name));
        }
      }
      file.release(i);
    }
    return all;
  }

  private static List<StructType> ours(DwarfTypes types, String name) {
    String[] words = name.split(" ");
    NameKind kind = words[0].equals("union") ? NameKind.UNION : NameKind.STRUCT;
    List<StructType> all = new ArrayList<>();
    for (Described found : types.all(kind, words[1])) {
      if (found.type() instanceof StructType struct) {
        all.add(struct);
      }
    }
    return all;
  }

  private static void compareWithDrgn(DwarfTypes types, List<String> lines) {
    List<String> different = new ArrayList<>();
    for (String line : lines) {
      String name = line.substring(0, line.indexOf('\t'));
      // A dash is what has no size; we say 0.
      String theirs = line.substring(name.length() + 1).replaceAll(":-(?=\t|$)", ":0");
      if (ours(types, name).stream().noneMatch(struct -> text(struct).equals(theirs))) {
        different.add(line + "\n  ours " + ours(types, name).stream().map(s -> text(s)).toList());
      }
    }
    assertThat(lines).as("structs that drgn printed").hasSizeGreaterThan(MANY);
    assertThat(different).isEmpty();
  }

  /// As `drgn_layouts.py` prints them.
  private static String text(StructType struct) {
    List<String> words = new ArrayList<>(List.of(Long.toString(struct.size())));
    add(struct, 0, words);
    return String.join("\t", words);
  }

  private static void add(StructType struct, long base, List<String> words) {
    for (Member member : struct.members()) {
      long at = base + member.bitOffset();
      if (!member.name().isEmpty()) {
        words.add(member.name() + ":" + at + ":" + member.bitSize() + ":" + member.type().size());
      } else if (innermost(member.type()) instanceof StructType inner) {
        add(inner, at, words);
      }
    }
  }

  private static Type innermost(Type type) {
    return type.underlying() instanceof ArrayType array
        ? innermost(array.element())
        : type.underlying();
  }

  private static void compareWithPahole(DwarfTypes types, Map<String, PaholeStruct> theirs) {
    List<String> different = new ArrayList<>();
    theirs.forEach((name, struct) -> {
      List<StructType> ours = ours(types, name);
      if (!ours.isEmpty() && ours.stream().noneMatch(struct::fits)) {
        different.add(name + "\n  theirs " + struct + "\n  ours   " + text(ours.getFirst()));
      }
    });
    if (!theirs.isEmpty()) {
      assertThat(theirs).as("structs that pahole printed").hasSizeGreaterThan(MANY);
    }
    assertThat(different).isEmpty();
  }

  private static void compareWithBtf(DwarfTypes types, ElfFile elf, TreeSet<String> names) {
    Optional<ElfSection> section = elf.section(".BTF").filter(ElfSection::hasBytes);
    if (section.isEmpty()) {
      return; // a debug file need not repeat it
    }
    byte[] bytes = new byte[(int) section.get().size()];
    elf.bytes().slice(section.get().offset(), bytes.length).asByteBuffer().get(bytes);
    BtfTypes btf = BtfTypes.of(Btf.parse(bytes, "BTF"));
    List<String> different = new ArrayList<>();
    int compared = 0;
    for (String name : names) {
      TypeSource.Tag tag = name.startsWith("union") ? TypeSource.Tag.UNION : TypeSource.Tag.STRUCT;
      Optional<Type> theirs = btf.find(tag, name.substring(name.indexOf(' ') + 1));
      List<StructType> ours = ours(types, name);
      if (theirs.isPresent() && theirs.get() instanceof StructType struct) {
        compared++;
        if (ours.stream().noneMatch(o -> Layouts.difference(struct, o).isEmpty())) {
          different.add(name + ": " + Layouts.difference(struct, ours.getFirst()));
        }
      }
    }
    assertThat(compared).isGreaterThan(MANY);
    assertThat(different).isEmpty();
  }
}
