package org.inquest.formats.dwarf;

import java.util.Optional;
import org.inquest.formats.elf.ElfFile;
import org.inquest.formats.fault.InquestException;
import org.inquest.formats.fault.NotFound;

/// The units that were split off a file: of each the file itself has a skeleton only, with what the
/// linker had to change (DWARF 5, 3.1.2 and appendix F; gcc.gnu.org/wiki/DebugFission for what GNU
/// did in DWARF 4). They lie in a `.dwo` file each, or all in one `.dwp` file.
final class SplitUnits {
  private static final String SUFFIX = ".dwo";

  private final OtherFiles others;
  private final RecentlyUsed<Long, Unit> units = new RecentlyUsed<>(32);
  private Optional<DwarfFile> bundle = Optional.empty();
  private boolean bundleKnown;

  SplitUnits(OtherFiles others) {
    this.others = others;
  }

  /// The unit that a skeleton stands for; empty for a unit that is none.
  ///
  /// @throws NotFound where its file is not there, or is one of another build
  Optional<Unit> of(Unit skeleton) {
    AttributeValues root = skeleton.attributes();
    Optional<String> name =
        root.text(Attribute.DWO_NAME).or(() -> root.text(Attribute.GNU_DWO_NAME));
    boolean whole = skeleton.header().version() < 5 && !root.has(Attribute.GNU_DWO_ID);
    return name.isEmpty() || whole
        ? Optional.empty()
        : Optional.of(units.get(skeleton.header().offset(), at -> find(skeleton, name.get())));
  }

  private static long id(Unit unit) {
    return unit.header().version() < 5
        ? unit.attributes().value(Attribute.GNU_DWO_ID, 0)
        : unit.header().signature();
  }

  private Unit find(Unit skeleton, String name) {
    long id = id(skeleton);
    Optional<DwarfFile> all = bundle();
    if (all.isPresent()) {
      return all.get()
          .bundled(id, skeleton)
          .orElseThrow(() -> missing(name, all.get().file().bytes().name()));
    }
    DwarfFile own =
        others
            .split(skeleton.folder(), name)
            .flatMap(SplitUnits::open)
            .orElseThrow(() -> new NotFound("file", name, "split debug information"));
    for (int i = 0; i < own.unitCount(); i++) {
      if (!own.header(i).isType()) {
        Unit unit = own.split(i, skeleton);
        if (id(unit) == id) {
          return unit;
        }
      }
    }
    throw missing(name, own.file().bytes().name());
  }

  private static NotFound missing(String name, String where) {
    return new NotFound("unit of this build", "for " + name, where);
  }

  private synchronized Optional<DwarfFile> bundle() {
    if (!bundleKnown) {
      bundleKnown = true;
      bundle = others.bundle().flatMap(SplitUnits::open);
    }
    return bundle;
  }

  private static Optional<DwarfFile> open(ElfFile file) {
    try {
      return Optional.of(new DwarfFile(file, section -> 0, SUFFIX, OtherFiles.NONE));
    } catch (InquestException e) {
      return Optional.empty();
    }
  }
}
