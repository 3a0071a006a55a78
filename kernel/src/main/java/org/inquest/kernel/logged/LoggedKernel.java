package org.inquest.kernel.logged;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.inquest.engine.code.check.Program;
import org.inquest.engine.code.flow.FunctionPlaces;
import org.inquest.engine.code.graph.CodeGraph;
import org.inquest.engine.code.graph.GraphCache;
import org.inquest.engine.code.graph.ProgramText;
import org.inquest.engine.code.image.CodeImage;
import org.inquest.engine.code.image.CodeImages;
import org.inquest.engine.code.image.ModuleFile;
import org.inquest.engine.code.typed.ImageTypes;
import org.inquest.engine.debug.LineIndexes;
import org.inquest.engine.debug.SourceFrame;
import org.inquest.engine.debugfile.Attempt;
import org.inquest.engine.debugfile.DebugFile;
import org.inquest.engine.debugfile.DebugFiles;
import org.inquest.engine.debugfile.KernelIdentity;
import org.inquest.engine.debugfile.KernelJudge;
import org.inquest.engine.debugfile.ModuleJudge;
import org.inquest.engine.debugfile.SearchPlaces;
import org.inquest.engine.debugfile.SearchResult;
import org.inquest.engine.type.Types;
import org.inquest.formats.elf.ElfFile;
import org.inquest.formats.fault.InquestException;
import org.inquest.formats.oops.CodePlace;
import org.jspecify.annotations.Nullable;

/// What the files of a kernel know of the places that its log names. Each file is looked for and
/// opened when a place in it is asked for. For one thread.
public final class LoggedKernel implements AutoCloseable {
  private final DebugFiles files;
  private final KernelJudge judge;
  private final LineIndexes lines;
  private final GraphCache graphs;
  private final boolean given;
  private final Optional<SymbolText> symbols;
  private final Map<String, NamedFile> modules = new HashMap<>();
  private final List<String> gaps = new ArrayList<>();
  private final Path root;
  private @Nullable NamedFile kernel;
  private @Nullable Optional<Types> types;

  /// The module that was laid out last.
  private Optional<ModuleFile> last = Optional.empty();

  /// @param identity which kernel it is, see [KernelIdentity#ofLog]
  /// @param places where its files are looked for
  /// @param symbols a `System.map` or a copy of `/proc/kallsyms`
  /// @param lines keeps the source lines that were read
  /// @param graphs keeps the call graphs that were made
  /// @throws InquestException where the list of symbols can't be read
  public LoggedKernel(
      KernelIdentity identity,
      SearchPlaces places,
      Optional<Path> symbols,
      LineIndexes lines,
      GraphCache graphs) {
    this.judge = KernelJudge.of(identity);
    this.files = new DebugFiles(places, identity.release());
    this.lines = lines;
    this.graphs = graphs;
    this.given = places.vmlinux().isPresent();
    this.root = places.root();
    this.symbols = symbols.map(SymbolText::read);
  }

  /// The kernel's file, if one is at hand that is not of another kernel.
  public Optional<CodeImage> image() {
    return kernel().image();
  }

  /// The kernel's code and who calls whom in it; empty without a file that has code.
  ///
  /// @throws InquestException where the code can't be read
  public Optional<Program> program() {
    NamedFile file = kernel();
    if (file.image().isEmpty() || file.image().get().text().isEmpty()) {
      return Optional.empty();
    }
    CodeImage image = file.image().get();
    CodeGraph graph = graphs.graph(image, file.path().orElseThrow());
    return Optional.of(new Program(image, ProgramText.of(image), graph));
  }

  /// The kernel's types, if its file has them; without a file those of the running kernel, if it is
  /// of the same release.
  public Optional<Types> types() {
    Optional<Types> known = types;
    if (known == null) {
      known = image().isPresent() ? image().flatMap(ImageTypes::of) : running();
      types = known;
    }
    return known;
  }

  private Optional<Types> running() {
    try {
      String release = Files.readString(root.resolve("proc/sys/kernel/osrelease")).strip();
      Path btf = root.resolve("sys/kernel/btf/vmlinux");
      return release.equals(judge.identity().release()) && Files.isReadable(btf)
          ? ImageTypes.open(btf)
          : Optional.empty();
    } catch (IOException | InquestException e) {
      return Optional.empty();
    }
  }

  /// The function or object at an address that the kernel's file was linked for, with the distance
  /// into it.
  public Optional<String> name(long linked) {
    return image()
        .flatMap(image -> image.symbolAt(linked))
        .map(symbol -> {
          StringBuilder text = new StringBuilder();
          symbol.appendPlace(linked, text);
          return text.toString();
        });
  }

  /// Where in the source a place is, the innermost function first; empty where nothing is known.
  ///
  /// @param exact whether it is the instruction that was running; otherwise that to which a call
  ///   comes back, so that the call is the instruction before it
  public List<SourceFrame> sources(CodePlace place, boolean exact) {
    NamedFile file = of(place);
    OptionalLong address = file.find(place);
    return address.isPresent()
        ? file.sources(address.getAsLong() - (exact ? 0 : 1), lines)
        : List.of();
  }

  /// Whether a place is in memory that is given back after the start; empty where no file or list
  /// has its name.
  public Optional<Boolean> inInit(CodePlace place) {
    if (place.module().isEmpty() && symbols.isPresent()) {
      OptionalLong listed = find(symbols.get(), place);
      if (listed.isPresent()) {
        return Optional.of(symbols.get().inInit(listed.getAsLong()));
      }
    }
    NamedFile file = of(place);
    OptionalLong address = file.find(place);
    return address.isPresent()
        ? file.names().map(names -> names.inInit(address.getAsLong()))
        : Optional.empty();
  }

  /// Whether the kernel gives the memory at a linked address back after its start.
  public boolean freed(long address) {
    return kernel().names().map(names -> names.inInit(address)).orElse(false);
  }

  static OptionalLong find(NamedCode names, CodePlace place) {
    return place.function().isEmpty()
        ? OptionalLong.empty()
        : names.find(place.function(), place.offset(), place.size());
  }

  /// What could not be used, a sentence each.
  public List<String> gaps() {
    List<String> all = new ArrayList<>(gaps);
    if (kernel != null) {
      all.addAll(kernel.gaps());
    }
    modules.values().forEach(module -> all.addAll(module.gaps()));
    return all;
  }

  /// The address of a place in the kernel's file, or in a module's, which are laid out behind each
  /// other; empty where no file has it.
  public OptionalLong address(CodePlace place) {
    return of(place).find(place);
  }

  /// The functions in the files, by these addresses.
  public FunctionPlaces functions() {
    return new FilePlaces(this);
  }

  /// The files that are open.
  List<NamedFile> open() {
    List<NamedFile> all = new ArrayList<>(modules.values());
    all.add(kernel());
    return all;
  }

  /// The files that are open, by their modules; the kernel's has no name.
  List<Map.Entry<String, NamedFile>> named() {
    List<Map.Entry<String, NamedFile>> all = new ArrayList<>(modules.entrySet());
    all.add(Map.entry("", kernel()));
    return all;
  }

  /// The file of a module, or of the kernel.
  ///
  /// @param module empty for the kernel
  NamedFile file(String module) {
    return module.isEmpty() ? kernel() : modules.computeIfAbsent(module, this::module);
  }

  private NamedFile of(CodePlace place) {
    return file(place.module());
  }

  private NamedFile kernel() {
    NamedFile known = kernel;
    if (known == null) {
      known = open(files.kernel(judge), given, "--vmlinux: ");
      kernel = known;
    }
    return known;
  }

  private NamedFile module(String name) {
    SearchResult found = files.module(new ModuleJudge(name, Optional.empty(), Optional.empty()));
    NamedFile opened = open(found, false, name + ": ");
    last = opened.module().or(() -> last);
    return opened;
  }

  /// @param wanted whether somebody named the file, and should hear why it is not used
  private NamedFile open(SearchResult found, boolean wanted, String what) {
    Optional<DebugFile> file = found.debug().or(found::plain);
    if (file.isEmpty()) {
      if (wanted) {
        found.refused().stream()
            .findFirst()
            .map(LoggedKernel::why)
            .ifPresent(w -> gaps.add(what + w));
      }
      return NamedFile.NONE;
    }
    try {
      return NamedFile.of(image(file.get()), file.get().path());
    } catch (InquestException e) {
      gaps.add(what + e.getMessage());
      return NamedFile.NONE;
    }
  }

  private CodeImage image(DebugFile file) {
    ElfFile elf = file.open();
    if (elf.type() != ElfFile.ET_REL) {
      elf.close();
      return CodeImages.open(file.path());
    }
    try {
      return ModuleFile.after(elf, last);
    } catch (InquestException e) {
      elf.close();
      throw e;
    }
  }

  private static String why(Attempt refused) {
    return refused.place() + " " + refused.why();
  }

  @Override
  public void close() {
    if (kernel != null) {
      kernel.close();
    }
    modules.values().forEach(NamedFile::close);
  }
}
