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
import org.inquest.lab.scenario.Scenario;

/// Builds the kernel modules of scenarios, or finds in the cache that it has.
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

  /// Builds all modules of a scenario at once.
  ///
  /// @param folder for the build; what is worth keeping goes to the cache
  /// @return module name to ELF image, by name
  /// @throws Unavailable if headers, compiler or room are missing, or the source does not compile;
  ///   then the compiler's first complaint is the message and its whole output stays in the cache
  public SortedMap<String, byte[]> build(Scenario scenario, GuestKernel kernel, Path folder) {
    if (scenario.modules().isEmpty()) {
      return Collections.emptySortedMap();
    }
    KernelHeaders headers = KernelHeaders.of(kernel, cache, progress);
    SortedMap<String, byte[]> sources = sources(scenario);
    Path kept =
        cache
            .modules()
            .resolve(scenario.name() + "-" + kernel.release() + "-" + key(headers, sources));
    try {
      if (!Files.isDirectory(kept)) {
        progress.accept("building the scenario's modules for " + kernel.release());
        compile(
            scenario, headers, sources, Files.createDirectories(folder.resolve("modules")), kept);
      }
      return read(scenario, kept);
    } catch (IOException e) {
      throw new Unavailable(
          "modules can't be kept (" + e.getMessage() + ")", "make room in " + cache.modules());
    }
  }

  private void compile(
      Scenario scenario,
      KernelHeaders headers,
      SortedMap<String, byte[]> sources,
      Path folder,
      Path kept)
      throws IOException {
    for (var source : sources.entrySet()) {
      Files.write(folder.resolve(source.getKey()), source.getValue());
    }
    StringBuilder rules = new StringBuilder();
    scenario.modules().forEach(m -> rules.append("obj-m += ").append(m).append(".o\n"));
    Files.writeString(folder.resolve("Kbuild"), rules);
    KernelMake make = new KernelMake(headers, folder, progress);
    KernelMake.Result result = make.modules();
    Files.writeString(folder.resolve(LOG), result.output());
    if (!result.succeeded()) {
      Path log = cache.modules().resolve("failed-" + scenario.name() + ".log");
      Files.move(folder.resolve(LOG), log, StandardCopyOption.REPLACE_EXISTING);
      throw new Unavailable(
          "the modules of scenario " + scenario.name() + " can't be built for " + headers.release(),
          result.firstComplaint() + " (all of it: " + log + ")");
    }
    keep(scenario, folder, kept);
  }

  /// Moves the results into the cache in one step, so that nobody finds half of them there.
  private static void keep(Scenario scenario, Path folder, Path kept) throws IOException {
    Path partial =
        Files.createDirectories(kept.resolveSibling("partial-" + ProcessHandle.current().pid()));
    for (String module : scenario.modules()) {
      Files.move(
          folder.resolve(module + ".ko"),
          partial.resolve(module + ".ko"),
          StandardCopyOption.REPLACE_EXISTING);
    }
    Files.move(folder.resolve(LOG), partial.resolve(LOG), StandardCopyOption.REPLACE_EXISTING);
    Files.move(partial, kept, StandardCopyOption.ATOMIC_MOVE);
  }

  private static SortedMap<String, byte[]> read(Scenario scenario, Path kept) throws IOException {
    SortedMap<String, byte[]> images = new TreeMap<>();
    for (String module : scenario.modules()) {
      images.put(module, Files.readAllBytes(kept.resolve(module + ".ko")));
    }
    return images;
  }

  /// What the compiler is given, by file name: `bank.ko.c` becomes `bank.c`, whose object kbuild
  /// makes into `bank.ko`, and names itself as it is called in the scenario's folder.
  private static SortedMap<String, byte[]> sources(Scenario scenario) {
    SortedMap<String, byte[]> sources = new TreeMap<>();
    scenario
        .files()
        .forEach((name, bytes) -> {
          if (name.endsWith(Scenario.MODULE_SOURCE)) {
            String source =
                "#line 1 \"" + name + "\"\n" + new String(bytes, StandardCharsets.UTF_8);
            String module = name.substring(0, name.length() - Scenario.MODULE_SOURCE.length());
            sources.put(module + ".c", source.getBytes(StandardCharsets.UTF_8));
          } else if (name.endsWith(".h")) {
            sources.put(name, bytes);
          }
        });
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
