package org.inquest.kernel.text;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import org.inquest.engine.code.image.ModuleFile;
import org.inquest.engine.debug.frame.DebugObject;
import org.inquest.engine.debug.frame.DebugObjects;
import org.inquest.engine.debugfile.SearchResult;
import org.inquest.engine.module.LoadedModule;
import org.inquest.engine.target.Target;
import org.inquest.formats.fault.InquestException;

/// The debugging information of a dump's loaded modules, for the variables of their functions. A
/// module's file is opened when an address of it is asked for. For one thread.
public final class ModuleObjects implements DebugObjects, AutoCloseable {
  private final ModuleFiles files;
  private final Set<String> gaps = new TreeSet<>();
  private final Map<String, Optional<Opened>> opened = new HashMap<>();

  private record Opened(ModuleFile file, DebugObject object) {}

  /// @param files finds a module's file
  public ModuleObjects(Target target, Function<LoadedModule, SearchResult> files) {
    this.files = new ModuleFiles(target, files);
  }

  @Override
  public Optional<DebugObject> at(long address) {
    return files
        .at(address)
        .flatMap(module ->
            opened.computeIfAbsent(module.name(), name -> files.open(module).flatMap(this::object)))
        .map(Opened::object);
  }

  /// Whether an address is code of a module.
  public boolean isModule(long address) {
    return files.at(address).isPresent();
  }

  private Optional<Opened> object(ModuleFile file) {
    try {
      DebugObject object = new DebugObject(file.file(), file::address, 0, gaps::add);
      return Optional.of(new Opened(file, object));
    } catch (InquestException e) {
      file.close();
      gaps.add(e.getMessage());
      return Optional.empty();
    }
  }

  /// What of modules' files that were found makes no sense, a sentence each. That a module has none
  /// is no gap here: its machine code still answers.
  public List<String> gaps() {
    return List.copyOf(gaps);
  }

  @Override
  public void close() {
    opened.values().forEach(module -> module.ifPresent(m -> m.file().close()));
  }
}
