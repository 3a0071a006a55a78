package org.inquest.lab.module;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Collections;
import java.util.HexFormat;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.inquest.formats.fault.Unavailable;
import org.inquest.lab.debian.LabCache;
import org.inquest.lab.kernel.GuestKernel;
import org.inquest.lab.scenario.GuestFiles;

/// Builds the kernel modules of scenarios and workloads, or finds in the cache that it has.
public final class ModuleBuilder {
  private static final String SHARED_HEADER = "lab.h";
  private static final String LOG = "build.log";
  private static final int DIGITS = 24;

  private final LabCache cache;
  private final Consumer<String> progress;

  /// @param progress told in one line what takes long
  public ModuleBuilder(LabCache cache, Consumer<String> progress) {
    this.cache = cache;
    this.progress = progress;
  }

  /// Builds all modules of a scenario or a workload at once.
  ///
  /// @param folder for the build; what is worth keeping goes to the cache
  /// @return module name to ELF image, by name
  /// @throws Unavailable if headers, compiler or room are missing, or the source does not compile;
  ///   then the compiler's first complaint is the message and its whole output stays in the cache
  public SortedMap<String, byte[]> build(ModuleSources modules, GuestKernel kernel, Path folder) {
    if (modules.names().isEmpty()) {
      return Collections.emptySortedMap();
    }
    KernelHeaders headers = KernelHeaders.of(kernel, cache, progress);
    SortedMap<String, byte[]> sources = sources(modules);
    Path kept =
        cache
            .modules()
            .resolve(modules.owner() + "-" + kernel.release() + "-" + key(headers, sources));
    try {
      if (!Files.isDirectory(kept)) {
        progress.accept("building the modules of " + modules.owner() + " for " + kernel.release());
        compile(
            modules, headers, sources, Files.createDirectories(folder.resolve("modules")), kept);
      }
      return read(modules, kept);
    } catch (IOException e) {
      throw new Unavailable(
          "modules can't be kept (" + e.getMessage() + ")", "make room in " + cache.modules());
    }
  }

  private void compile(
      ModuleSources modules,
      KernelHeaders headers,
      SortedMap<String, byte[]> sources,
      Path folder,
      Path kept)
      throws IOException {
    for (var source : sources.entrySet()) {
      Files.write(folder.resolve(source.getKey()), source.getValue());
    }
    StringBuilder rules = new StringBuilder();
    modules.names().forEach(m -> rules.append("obj-m += ").append(m).append(".o\n"));
    Files.writeString(folder.resolve("Kbuild"), rules);
    KernelMake make = new KernelMake(headers, folder, progress);
    KernelMake.Result result = make.modules();
    Files.writeString(folder.resolve(LOG), result.output());
    if (!result.succeeded()) {
      Path log = cache.modules().resolve("failed-" + modules.owner() + ".log");
      Files.move(folder.resolve(LOG), log, StandardCopyOption.REPLACE_EXISTING);
      throw new Unavailable(
          "the modules of " + modules.owner() + " can't be built for " + headers.release(),
          result.firstComplaint() + " (all of it: " + log + ")");
    }
    keep(modules, folder, kept);
  }

  /// Moves the results into the cache in one step, so that nobody finds half of them there.
  private static void keep(ModuleSources modules, Path folder, Path kept) throws IOException {
    Path partial =
        Files.createDirectories(kept.resolveSibling("partial-" + ProcessHandle.current().pid()));
    for (String module : modules.names()) {
      Files.move(
          folder.resolve(module + ".ko"),
          partial.resolve(module + ".ko"),
          StandardCopyOption.REPLACE_EXISTING);
    }
    Files.move(folder.resolve(LOG), partial.resolve(LOG), StandardCopyOption.REPLACE_EXISTING);
    Files.move(partial, kept, StandardCopyOption.ATOMIC_MOVE);
  }

  private static SortedMap<String, byte[]> read(ModuleSources modules, Path kept)
      throws IOException {
    SortedMap<String, byte[]> images = new TreeMap<>();
    for (String module : modules.names()) {
      images.put(module, Files.readAllBytes(kept.resolve(module + ".ko")));
    }
    return images;
  }

  private static SortedMap<String, byte[]> sources(ModuleSources modules) {
    SortedMap<String, byte[]> sources = modules.compiled();
    sources.put(SHARED_HEADER, GuestFiles.read(SHARED_HEADER));
    return sources;
  }

  private static String key(KernelHeaders headers, Map<String, byte[]> sources) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      digest.update(headers.fingerprint());
      sources.forEach((name, bytes) -> {
        digest.update((name + "\0" + bytes.length + "\0").getBytes(StandardCharsets.UTF_8));
        digest.update(bytes);
      });
      return HexFormat.of().formatHex(digest.digest()).substring(0, DIGITS);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e); // Every JDK has it.
    }
  }
}
