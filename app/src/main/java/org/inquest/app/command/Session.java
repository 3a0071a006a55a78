package org.inquest.app.command;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.inquest.diagnose.facts.CrashFacts;
import org.inquest.diagnose.facts.DumpFacts;
import org.inquest.engine.code.graph.GraphCache;
import org.inquest.engine.code.image.CodeImage;
import org.inquest.engine.code.image.CodeImages;
import org.inquest.engine.debug.LineIndexes;
import org.inquest.engine.debug.SourceTree;
import org.inquest.engine.debug.frame.DebugObjects;
import org.inquest.engine.debugfile.Debuginfod;
import org.inquest.engine.debugfile.KernelIdentity;
import org.inquest.engine.debugfile.SearchPlaces;
import org.inquest.engine.target.Target;
import org.inquest.engine.target.TargetOpener;
import org.inquest.engine.type.TypeSource;
import org.inquest.formats.fault.NotFound;
import org.inquest.formats.fault.Unsupported;
import org.inquest.formats.fault.UsageError;
import org.inquest.kernel.logged.LoggedKernel;
import org.inquest.kernel.task.Task;
import org.inquest.kernel.task.TaskStacks;
import org.inquest.kernel.task.Tasks;
import org.inquest.kernel.user.Process;
import org.inquest.profile.model.CodeFinder;
import org.jspecify.annotations.Nullable;

/// What a command works on: the dump named on the command line, opened when it is first asked for.
/// For one thread.
public final class Session implements AutoCloseable {
  private final List<Path> dumps;
  private final Optional<Path> vmlinux;
  private final Optional<Path> modules;
  private final Optional<Path> source;
  private final Optional<Path> root;
  private final Debuginfod.Progress progress;
  private final List<String> notes = new ArrayList<>();
  private @Nullable Target target;
  private @Nullable CrashFacts facts;
  private @Nullable CodeFile code;
  private @Nullable CodeImage kernel;
  private @Nullable SourceLookup sources;
  private @Nullable KernelFiles files;
  private @Nullable DumpObjects objects;
  private @Nullable TypeLookup types;

  private @Nullable SourceTree tree;
  private @Nullable UserSpace users;

  /// Set where the dump itself has no types.
  private @Nullable DumpTypes elsewhere;

  private boolean needsTypes = true;

  /// @param dumps the files of one dump: one, or all parts of a split one; empty for commands that
  ///   need none
  public Session(List<Path> dumps) {
    this(dumps, GivenFiles.NONE, (from, bytes, total) -> {});
  }

  /// @param given what was named beside the dump
  /// @param progress told of debugging information that is being fetched
  public Session(List<Path> dumps, GivenFiles given, Debuginfod.Progress progress) {
    this.dumps = List.copyOf(dumps);
    this.vmlinux = given.vmlinux();
    this.modules = given.modules();
    this.source = given.source();
    this.root = given.root();
    this.progress = progress;
  }

  /// The files of the dump.
  public List<Path> dumps() {
    return dumps;
  }

  /// The dump, opened.
  ///
  /// @throws org.inquest.formats.fault.InquestException where it can't be used, in one line
  public Target target() {
    Target open = target;
    if (open == null) {
      if (dumps.isEmpty()) {
        throw new UsageError("this command needs a dump: inquest VMCORE COMMAND");
      }
      try {
        open = TargetOpener.open(dumps, this::typesOf);
      } catch (UsageError noSuchFile) {
        // The words were right, the file is not: exit code 1, not 2.
        throw new Unsupported(String.valueOf(noSuchFile.getMessage()));
      }
      target = open;
      if (elsewhere == null && vmlinux.isPresent()) {
        VmlinuxCheck.doubt(vmlinux.get(), filesOf(open).judge()).ifPresent(notes::add);
      }
    }
    return open;
  }

  /// See [org.inquest.engine.target.TypesElsewhere].
  private TypeSource typesOf(Target untyped, String why) {
    KernelFiles search = new KernelFiles(untyped, places());
    if (vmlinux.isPresent()) {
      VmlinuxCheck.doubt(vmlinux.get(), search.judge()).ifPresent(notes::add);
    }
    DumpTypes found = DumpTypes.find(untyped, why, search, needsTypes);
    elsewhere = found;
    return found.source();
  }

  /// Where the types of the dump's kernel come from: `BTF`, `debug information`, or `none`.
  ///
  /// @throws org.inquest.formats.fault.InquestException where the dump can't be used
  public String typesFrom() {
    target();
    return elsewhere == null ? "BTF" : elsewhere.kind();
  }

  /// For commands that have something to say of a dump without types, too: that they are missing is
  /// a gap then. To be called before [#target].
  public void needsNoTypes() {
    needsTypes = false;
  }

  /// The file that a `code` command is about: the one named on the command line.
  public CodeFile codeFile() {
    CodeFile known = code;
    if (known == null) {
      known = new CodeFile(dumps.getFirst(), places());
      code = known;
    }
    return known;
  }

  /// The kernel's ELF file, if one was given that is of the dump's kernel.
  ///
  /// @throws Unsupported where it is of another one
  public Optional<CodeImage> vmlinux() {
    if (vmlinux.isEmpty()) {
      return Optional.empty();
    }
    target(); // checks the file
    CodeImage open = kernel;
    if (open == null) {
      open = CodeImages.open(VmlinuxCheck.unpacked(vmlinux.get()));
      kernel = open;
    }
    return Optional.of(open);
  }

  /// Whether files with debugging information were named.
  public boolean namesDebugFiles() {
    return vmlinux.isPresent() || modules.isPresent();
  }

  /// The files with debugging information of the dump's kernel and modules: those that were named,
  /// and those that are found. Nothing is looked for before it is asked for.
  ///
  /// @throws org.inquest.formats.fault.InquestException where the dump can't be used, or a file
  ///   that was named is of another kernel
  public KernelFiles debugFiles() {
    return filesOf(target());
  }

  /// Whom to tell of long work on a file that a command reads itself.
  public Debuginfod.Progress progress() {
    return progress;
  }

  /// What files know of a kernel whose log is all there is.
  ///
  /// @param log where it lies; empty for standard input
  /// @param symbols a list of its symbols, if one was named
  /// @return to be closed by the caller
  /// @throws org.inquest.formats.fault.InquestException where the list can't be used
  public LoggedKernel loggedKernel(
      KernelIdentity identity, Optional<Path> log, Optional<Path> symbols) {
    return loggedKernel(identity, log, symbols, Optional.empty());
  }

  /// The same, where somebody knows which file the kernel is.
  ///
  /// @param otherwise its ELF file, packed or not, for a command line that names none
  public LoggedKernel loggedKernel(
      KernelIdentity identity,
      Optional<Path> log,
      Optional<Path> symbols,
      Optional<Path> otherwise) {
    SearchPlaces places =
        DebugSearch.places(
            log.stream().toList(),
            vmlinux.or(() -> otherwise).map(VmlinuxCheck::unpacked),
            modules,
            progress);
    return new LoggedKernel(
        identity,
        places,
        symbols,
        new LineIndexes(UserCache.folder("lines")),
        new GraphCache(UserCache.folder("graphs")));
  }

  /// Where the code of a profile's samples is looked for: in what perf keeps (`~/.debug`), below
  /// `--root`, on this machine.
  ///
  /// @param profile files may lie beside it
  public CodeFinder codeFinder(Path profile) {
    return new CodeFinder(
        DebugSearch.places(List.of(profile), vmlinux, modules, progress),
        root,
        Path.of("/"),
        List.of(Path.of(System.getProperty("user.home"), ".debug")),
        new LineIndexes(UserCache.folder("lines")),
        true);
  }

  private SearchPlaces places() {
    return DebugSearch.places(dumps, vmlinux, modules, progress);
  }

  private KernelFiles filesOf(Target open) {
    KernelFiles known = files;
    if (known == null) {
      known = new KernelFiles(open, places());
      files = known;
    }
    return known;
  }

  /// The source lines of the dump's kernel and modules.
  ///
  /// @throws org.inquest.formats.fault.InquestException where files that were named are of another
  ///   kernel, or damaged
  public SourceLookup kernelSources() {
    SourceLookup known = sources;
    if (known == null) {
      known = SourceLookup.ofDump(target(), debugFiles());
      sources = known;
    }
    return known;
  }

  /// What debugging information of the dump's kernel and modules tells of their functions'
  /// variables; files are looked for when an address is asked for.
  ///
  /// @throws org.inquest.formats.fault.InquestException where the dump can't be used, or a file
  ///   that was named is of another kernel
  public DebugObjects debugObjects() {
    DumpObjects known = objects;
    if (known == null) {
      known = new DumpObjects(target(), debugFiles());
      objects = known;
    }
    return known;
  }

  /// Types and globals of the dump's kernel and modules, from BTF and, where that lacks them, from
  /// debugging information.
  ///
  /// @throws org.inquest.formats.fault.InquestException where the dump can't be used, or a file
  ///   that was named is of another kernel
  public TypeLookup types() {
    TypeLookup known = types;
    if (known == null) {
      Target open = target();
      known =
          new TypeLookup(
              open, debugFiles(), Optional.ofNullable(elsewhere).flatMap(DumpTypes::loaded));
      types = known;
    }
    return known;
  }

  /// The programs of the dump's processes.
  ///
  /// @throws org.inquest.formats.fault.InquestException where the dump can't be used
  public UserSpace userSpace() {
    UserSpace known = users;
    if (known == null) {
      known = new UserSpace(target(), root, places());
      users = known;
    }
    return known;
  }

  /// The address space of a process.
  ///
  /// @param pid as it was typed
  /// @throws org.inquest.formats.fault.InquestException where there is no such process, or its page
  ///   tables are not in the dump
  public Process process(String pid) {
    int number = (int) AddressExpression.number(pid);
    Task task =
        tasks()
            .byPid(number)
            .filter(t -> t.mm() != 0)
            .orElseThrow(() -> new NotFound("process", pid, "the dump"));
    return userSpace().stacks().process(task);
  }

  /// The same for commands that tell lines by the way: what is missing is nobody's loss.
  ///
  /// @return to be closed by the caller; empty where no file with lines is at hand
  /// @throws org.inquest.formats.fault.InquestException as for [#kernelSources]
  public Optional<SourceLookup> knownSources() {
    return debugFiles().kernel().debug().isEmpty() && modules.isEmpty()
        ? Optional.empty()
        : Optional.of(SourceLookup.ofDump(target(), debugFiles()));
  }

  /// The text of the source files.
  ///
  /// @throws Unsupported where the folder that was named is none
  public SourceTree sourceTree() {
    SourceTree known = tree;
    if (known == null) {
      known = source.isPresent() ? SourceTree.of(source.get()) : SourceTree.inPlace();
      tree = known;
    }
    return known;
  }

  /// Whether the kernel's file was named on the command line: somebody wants it to be used.
  public boolean namesVmlinux() {
    return vmlinux.isPresent();
  }

  /// The folder with a machine's files, if one was given.
  public Optional<Path> root() {
    return root;
  }

  /// The folder with the modules' files, if one was given.
  public Optional<Path> modules() {
    return modules;
  }

  /// What the rules may ask of the dump; each part is read when it is first asked for.
  public CrashFacts facts() {
    CrashFacts known = facts;
    if (known == null) {
      known = new DumpFacts(target());
      facts = known;
    }
    return known;
  }

  /// All tasks of the dump.
  ///
  /// @throws Unsupported where they can't be found at all
  public Tasks tasks() {
    return facts().tasks().orElseThrow(() -> new Unsupported(String.join("; ", facts().gaps())));
  }

  /// Their stacks, unwound when asked for.
  ///
  /// @throws Unsupported where there are no tasks
  public TaskStacks stacks() {
    return facts().stacks().orElseThrow(() -> new Unsupported(String.join("; ", facts().gaps())));
  }

  /// The CPU that took the kernel down; without a panic the first one.
  public int crashedCpu() {
    // panic_cpu and crashing_cpu are -1 as long as nobody panicked.
    for (String name : new String[] {"crashing_cpu", "panic_cpu"}) {
      OptionalLong address = target().symbols().findAddress(name);
      if (address.isPresent()) {
        int cpu = target().memory().findInt(address.getAsLong()).orElse(-1);
        if (target().cpus().possible().contains(cpu)) {
          return cpu;
        }
      }
    }
    return target().cpus().online().getFirst();
  }

  /// What could not be seen of the dump, a sentence each; empty as long as it was not opened.
  public List<String> gaps() {
    List<String> gaps = new ArrayList<>(notes);
    if (code != null) {
      gaps.addAll(code.gaps());
    }
    if (sources != null) {
      gaps.addAll(sources.gaps());
    }
    if (objects != null) {
      gaps.addAll(objects.gaps());
    }
    if (elsewhere != null) {
      gaps.addAll(elsewhere.gaps());
    }
    if (types != null) {
      gaps.addAll(types.gaps());
    }
    if (tree != null) {
      gaps.addAll(tree.gaps());
    }
    if (users != null) {
      gaps.addAll(users.gaps());
    }
    if (facts != null) {
      gaps.addAll(facts.gaps());
    } else if (target != null) {
      gaps.addAll(target.gaps());
    }
    return gaps;
  }

  @Override
  public void close() {
    if (sources != null) {
      sources.close();
    }
    if (objects != null) {
      objects.close();
    }
    if (types != null) {
      types.close();
    }
    if (users != null) {
      users.close();
    }
    if (elsewhere != null) {
      elsewhere.close();
    }
    if (target != null) {
      target.close();
    }
    if (code != null) {
      code.close();
    }
    if (kernel != null) {
      kernel.close();
    }
  }
}
