package org.inquest.kernel.logged;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.inquest.engine.code.flow.CodeTables;
import org.inquest.engine.code.flow.FunctionPlaces;
import org.inquest.engine.code.image.CodeImage;
import org.inquest.engine.code.image.ModuleFile;
import org.inquest.engine.symbol.Symbol;
import org.inquest.formats.fault.MemoryFault;

/// The functions in the files of a logged kernel.
final class FilePlaces implements FunctionPlaces {
  private final LoggedKernel kernel;
  private final CodeTables tables;

  FilePlaces(LoggedKernel kernel) {
    this.kernel = kernel;
    this.tables = kernel.image().<CodeTables>map(ImageTables::new).orElse(CodeTables.NONE);
  }

  @Override
  public int machine() {
    return kernel.open().stream()
        .flatMap(file -> file.image().stream())
        .findFirst()
        .map(CodeImage::machine)
        .orElse(0);
  }

  /// A module calls functions of the kernel through imports, which only have names: then the
  /// kernel's own function is meant.
  @Override
  public Optional<Symbol> at(long address) {
    for (Map.Entry<String, NamedFile> file : kernel.named()) {
      CodeImage image = file.getValue().image().orElse(null);
      Optional<Symbol> found = image == null ? Optional.empty() : image.symbolAt(address);
      if (found.isPresent() && image instanceof ModuleFile module && module.isImport(address)) {
        return imported(found.get());
      }
      if (found.isPresent()) {
        Symbol symbol = found.get();
        return Optional.of(
            new Symbol(
                symbol.name(), symbol.address(), symbol.size(), symbol.type(), file.getKey()));
      }
    }
    return Optional.empty();
  }

  private Optional<Symbol> imported(Symbol imported) {
    List<Symbol> own = named(imported.name(), "");
    return Optional.of(own.size() == 1 ? own.getFirst() : imported);
  }

  @Override
  public List<Symbol> named(String name, String module) {
    return kernel.file(module).image().map(image -> image.symbols(name)).orElse(List.of()).stream()
        .map(s -> new Symbol(s.name(), s.address(), s.size(), s.type(), module))
        .toList();
  }

  @Override
  public byte[] read(long address, int length) {
    for (NamedFile file : kernel.open()) {
      if (file.image().flatMap(image -> image.sectionAt(address)).isPresent()) {
        return file.image().orElseThrow().bytes(address, length);
      }
    }
    throw new MemoryFault(address, false, MemoryFault.Reason.NOT_MAPPED);
  }

  @Override
  public CodeTables tables() {
    return tables;
  }
}
