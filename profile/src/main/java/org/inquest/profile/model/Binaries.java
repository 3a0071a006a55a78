package org.inquest.profile.model;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;
import org.inquest.formats.perf.PerfFeatures;
import org.inquest.profile.model.Binary.Kind;

/// The binaries of a profile, each once. One thread tells of them; others may look for their code
/// meanwhile.
final class Binaries {
  private static final String KERNEL = "[kernel.kallsyms]";

  /// What is no file: `//anon`, `[heap]`, `[stack:12]`, `/dev/zero (deleted)`, shared memory.
  private static final Pattern NO_FILE =
      Pattern.compile("//anon.*|\\[heap].*|\\[stack.*|\\[anon.*|/dev/zero.*|/anon_huge.*|/SYSV.*|");

  private final CodeFinder finder;
  private final Optional<String> release;
  private final List<Binary> all = new ArrayList<>();
  private final Map<String, Binary> byName = new ConcurrentHashMap<>();
  private final Map<String, JitCode> jitDumps = new HashMap<>();
  private final Map<String, String> recordedIds = new HashMap<>();
  private final Map<String, Long> kernelStarts = new ConcurrentHashMap<>();
  private final Map<Path, SymbolTable> lists = new HashMap<>();
  private final Binary unknown;
  private volatile long kernelReference;
  private volatile String kernelReferenceName = "";

  /// @param release of the kernel that was profiled, as uname(1) has it; empty where not told
  Binaries(CodeFinder finder, List<PerfFeatures.BuildIdOf> buildIds, Optional<String> release) {
    this.finder = finder;
    this.release = release;
    for (PerfFeatures.BuildIdOf id : buildIds) {
      recordedIds.putIfAbsent(id.kernel() ? kernelPath(id.path()) : id.path(), id.buildId());
    }
    this.unknown = make("[unknown]", Kind.UNKNOWN, 0, "");
  }

  /// Whether names of C++ and Rust are written as in the source.
  boolean demangled() {
    return finder.demangled();
  }

  /// All, by their numbers.
  List<Binary> all() {
    return all;
  }

  Binary get(int id) {
    return all.get(id);
  }

  /// Where nothing is mapped that is known.
  Binary unknown() {
    return unknown;
  }

  /// The kernel or a module.
  ///
  /// @param path `[kernel.kallsyms]_text`, `[guest.kernel.kallsyms]`, a module's file or `[name]`
  /// @param start its first address
  /// @param reference for the kernel the address that the symbol behind the bracket had
  Binary kernel(String path, long start, long reference, String buildId) {
    String name = kernelPath(path);
    kernelStarts.putIfAbsent(name, start);
    if (name.equals(KERNEL) && path.length() > KERNEL.length()) {
      // In this order: whoever sees the address, in another thread, sees whose it is.
      kernelReferenceName = path.substring(KERNEL.length());
      kernelReference = reference;
    }
    return make(name, Kind.KERNEL, 0, buildId);
  }

  /// A symbol of the kernel that came when it ran: a BPF program.
  Binary kernelSymbol(String name, long start, long end) {
    String key = name + "\0" + start;
    Binary known = byName.get(key);
    if (known == null) {
      Code code =
          Code.ofSymbols(SymbolTable.of(List.of(new SymbolTable.Entry(start, end, name, 0))));
      known = new Binary(all.size(), Kind.KERNEL, name, 0, Optional.empty(), b -> code);
      all.add(known);
      byName.put(key, known);
    }
    return known;
  }

  /// The first address of the kernel or of a module.
  long kernelStart(Binary binary) {
    return kernelStarts.getOrDefault(binary.path(), 0L);
  }

  /// The build-id of the kernel that was profiled; empty where that was not told.
  Optional<String> kernelId() {
    Binary kernel = byName.get(KERNEL);
    return kernel == null ? Optional.ofNullable(recordedIds.get(KERNEL)) : kernel.buildId();
  }

  /// The functions of the kernel that was profiled, without those of modules where it has a file.
  SymbolTable kernelFunctions() {
    Binary kernel = byName.get(KERNEL);
    return kernel == null ? SymbolTable.empty() : kernel.code().symbols();
  }

  /// The release of the kernel that was profiled.
  Optional<String> release() {
    return release;
  }

  /// The symbols of a list of the kernel's, which is read once: modules ask for it, too.
  synchronized SymbolTable kernelList(Path file, long shift) {
    SymbolTable known = lists.get(file);
    if (known == null) {
      known = TextSymbols.kernel(file, shift);
      lists.put(file, known);
    }
    return known;
  }

  /// The name of a symbol of the kernel, and its address when it was recorded; empty and 0 where
  /// that is not told.
  String referenceName() {
    return kernelReferenceName;
  }

  long reference() {
    return kernelReference;
  }

  private static String kernelPath(String path) {
    return path.startsWith(KERNEL) ? KERNEL : path;
  }

  /// What a process has mapped.
  Binary mapped(String path, int pid, String buildId) {
    if (path.equals("[vdso]")) {
      return make(path, Kind.VDSO, 0, buildId);
    }
    return NO_FILE.matcher(path).matches()
        ? make("perf-" + pid + ".map", Kind.JIT, pid, "")
        : make(path, Kind.FILE, 0, buildId);
  }

  /// The file in which a compiler tells of its code; empty where there is none, which is a gap
  /// then.
  ///
  /// @param monotonic whether samples have times of CLOCK_MONOTONIC
  Optional<JitTimeline> jitDump(String path, int pid, boolean monotonic) {
    // Two containers may each have a process 1.
    String key = path + "\0" + pid;
    JitCode found = jitDumps.computeIfAbsent(key, k -> finder.jitDump(path, pid));
    Binary binary = byName.get(key);
    if (binary == null) {
      binary =
          new Binary(
              all.size(),
              Kind.JIT,
              found.name(),
              pid,
              Optional.empty(),
              b -> found.code(monotonic));
      all.add(binary);
      byName.put(key, binary);
    }
    Binary made = binary;
    made.code(); // Its gap is to be told even if no sample is in it.
    return found.dump().map(dump -> new JitTimeline(dump, made, found.timed(monotonic)));
  }

  private Binary make(String path, Kind kind, int pid, String buildId) {
    // Another build of the same path is another binary.
    String key = buildId.isEmpty() ? path : path + "\0" + buildId;
    Binary known = byName.get(key);
    if (known == null) {
      Optional<String> id =
          buildId.isEmpty() ? Optional.ofNullable(recordedIds.get(path)) : Optional.of(buildId);
      known = new Binary(all.size(), kind, path, pid, id, b -> finder.find(b, this));
      all.add(known);
      byName.put(key, known);
    }
    return known;
  }
}
