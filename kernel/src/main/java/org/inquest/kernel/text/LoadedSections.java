package org.inquest.kernel.text;

import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.inquest.engine.code.image.Placement;
import org.inquest.engine.module.LoadedModule;
import org.inquest.engine.object.KObject;
import org.inquest.engine.symbol.Symbol;
import org.inquest.engine.target.Target;
import org.inquest.formats.fault.InquestException;
import org.inquest.formats.fault.MemoryFault;

/// Where the kernel put the sections of a module: what `/sys/module/NAME/sections` shows
/// (kernel/module/sysfs.c, `add_sect_attrs`; kernel/module.c before v5.19). Needs CONFIG_KALLSYMS
/// and sysfs, as distributions have them.
public final class LoadedSections implements Placement {
  /// A module has some fifty.
  private static final int MAX_SECTIONS = 1 << 12;

  private static final String BUILD_ID_NOTE = ".note.gnu.build-id";

  /// Name size, descriptor size, type, `GNU`: what stands before a build-id.
  private static final int NOTE_HEADER = 16;

  private static final int MAX_ID = 64;

  private final Target target;
  private final LoadedModule module;
  private final Map<String, Long> sections = new HashMap<>();

  private LoadedSections(Target target, LoadedModule module) {
    this.target = target;
    this.module = module;
  }

  /// Reads them; none where they are not in the dump.
  public static LoadedSections of(Target target, LoadedModule module) {
    LoadedSections found = new LoadedSections(target, module);
    try {
      found.read();
    } catch (InquestException e) {
      // What was read until here is as good as before; nothing read is an answer, too.
    }
    return found;
  }

  /// `sect_attrs->grp` has a list of pointers to attributes, one for each section, that ends with
  /// NULL. It is `bin_attrs_new` in v6.14 to v6.17 and `bin_attrs` else.
  private void read() {
    KObject list =
        module.object().member("sect_attrs").memberOf("grp.bin_attrs_new", "grp.bin_attrs");
    for (int i = 0; i < MAX_SECTIONS; i++) {
      KObject attribute = list.index(i);
      if (attribute.isZero()) {
        return;
      }
      String name = attribute.member("attr.name").asString();
      sections.putIfAbsent(name, address(attribute.deref()));
    }
  }

  /// Until v6.13 the attribute is the first member of a `struct module_sect_attr` with an
  /// `address`; since then the address is its `private`.
  private long address(KObject attribute) {
    String pair = "struct module_sect_attr";
    return target.types().has(pair)
        ? attribute.containerOf(target.types().struct(pair), "battr").member("address").asLong()
        : attribute.member("private").asLong();
  }

  /// Whether none is known.
  public boolean isEmpty() {
    return sections.isEmpty();
  }

  /// The build-id of the file that was loaded, in hexadecimal.
  Optional<String> buildId() {
    OptionalLong note = section(BUILD_ID_NOTE);
    if (note.isEmpty()) {
      return Optional.empty();
    }
    try {
      int size = target.memory().readInt(note.getAsLong() + 4);
      if (size <= 0 || size > MAX_ID) {
        return Optional.empty();
      }
      byte[] id = target.memory().read(note.getAsLong() + NOTE_HEADER, size);
      return Optional.of(HexFormat.of().formatHex(id));
    } catch (MemoryFault e) {
      return Optional.empty();
    }
  }

  /// What was freed after the module's start (`.init.text`) has an address that may be another
  /// module's now: only those within this one count. Its per-CPU variables are copied elsewhere.
  @Override
  public OptionalLong section(String name) {
    if (name.equals(".data..percpu")) {
      return module
          .object()
          .findMember("percpu")
          .map(KObject::findLong)
          .orElse(OptionalLong.empty());
    }
    Long address = sections.get(name);
    return address != null && module.contains(address)
        ? OptionalLong.of(address)
        : OptionalLong.empty();
  }

  /// What modules import is global: a capital letter tells it from a static namesake.
  @Override
  public OptionalLong symbol(String name) {
    List<Symbol> all = target.symbols().all(name);
    for (Symbol symbol : all) {
      if (Character.isUpperCase(symbol.type())) {
        return OptionalLong.of(symbol.address());
      }
    }
    return all.size() == 1 ? OptionalLong.of(all.getFirst().address()) : OptionalLong.empty();
  }
}
