package org.inquest.kernel.text;

import java.util.HexFormat;
import java.util.Optional;
import org.inquest.engine.debugfile.ModuleJudge;
import org.inquest.engine.module.LoadedModule;
import org.inquest.engine.object.KObject;
import org.inquest.engine.target.Target;
import org.inquest.formats.fault.InquestException;

/// Which build of a module was loaded, told from memory: by the note in its section
/// `.note.gnu.build-id`, else by `struct module`'s own `build_id`; and by its `srcversion`.
public final class LoadedBuild {
  /// `BUILD_ID_SIZE_MAX` (include/linux/buildid.h): that of a SHA-1.
  private static final int ID_SIZE = 20;

  private LoadedBuild() {}

  /// What tells a loaded module's file from others.
  public static ModuleJudge of(Target target, LoadedModule module) {
    return of(module, LoadedSections.of(target, module));
  }

  static ModuleJudge of(LoadedModule module, LoadedSections sections) {
    Optional<String> note = sections.buildId();
    return new ModuleJudge(
        module.name(),
        note.isPresent() ? note : buildId(module.object()),
        module.object().findMember("srcversion").flatMap(LoadedBuild::text));
  }

  /// `build_id`, with CONFIG_STACKTRACE_BUILD_ID (v5.14, 9294523e3768 "module: add printk formats
  /// to add module build ID to stacktraces"); zeros where the file had none.
  private static Optional<String> buildId(KObject module) {
    try {
      return module
          .findMember("build_id")
          .map(id -> HexFormat.of().formatHex(module.memory().read(id.address(), ID_SIZE)))
          .filter(id -> !id.matches("0*"));
    } catch (InquestException e) {
      return Optional.empty();
    }
  }

  /// A `char *` that is NULL for a module without.
  private static Optional<String> text(KObject pointer) {
    try {
      return pointer.isZero() ? Optional.empty() : pointer.findString().filter(s -> !s.isEmpty());
    } catch (InquestException e) {
      return Optional.empty();
    }
  }
}
