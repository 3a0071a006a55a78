package org.inquest.engine.debugfile;

import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.inquest.engine.symbol.Symbols;
import org.inquest.engine.target.Target;
import org.inquest.formats.elf.BuildId;
import org.inquest.formats.elf.ElfFile;
import org.inquest.formats.elf.ElfSection;
import org.inquest.formats.elf.ElfSymbols;

/// Tells the vmlinux of a dump's kernel from those of others: by build-id, else by `linux_banner`
/// (compiler, builder, build number and time), else by where a sample of symbols lies.
public final class KernelJudge implements FileJudge {
  /// Symbols that are compared, spread over all of them.
  private static final int SAMPLE = 128;

  /// Fewer prove nothing.
  private static final int ENOUGH = 16;

  private static final int MAX_BANNER = 512;

  private final Supplier<Map<String, Long>> symbols;
  private final KernelIdentity identity;

  /// Whether the release has to do, as there is nothing better.
  private final boolean ofLog;

  /// @param symbols gives some of the kernel's symbols with their addresses, by name
  KernelJudge(Supplier<Map<String, Long>> symbols, KernelIdentity identity) {
    this(symbols, identity, false);
  }

  private KernelJudge(Supplier<Map<String, Long>> symbols, KernelIdentity identity, boolean ofLog) {
    this.symbols = symbols;
    this.identity = identity;
    this.ofLog = ofLog;
  }

  /// For the kernel of a dump.
  public static KernelJudge of(Target target) {
    return new KernelJudge(() -> sample(target.symbols()), KernelIdentity.of(target));
  }

  /// For a kernel of which only a log is left: its banner, or its release alone.
  public static KernelJudge of(KernelIdentity identity) {
    return new KernelJudge(Map::of, identity, true);
  }

  /// Which kernel it is that files are compared with.
  public KernelIdentity identity() {
    return identity;
  }

  @Override
  public Optional<String> buildId() {
    return identity.buildId();
  }

  @Override
  public Finding judge(ElfFile file) {
    Optional<String> id = BuildId.of(file);
    if (id.isPresent() && identity.buildId().isPresent()) {
      return id.equals(identity.buildId())
          ? new Finding.Right("build-id")
          : wrong("its build-id is " + id.get(), "is " + identity.buildId().get());
    }
    Optional<ElfSymbols> table = file.sectionOfType(ElfSection.SHT_SYMTAB).map(file::symbols);
    if (table.isEmpty()) {
      return new Finding.Unknown();
    }
    Optional<String> banner = banner(file, table.get());
    if (banner.isPresent() && identity.banner().isPresent()) {
      return banner.equals(identity.banner())
          ? new Finding.Right("linux_banner")
          : wrong("it is \"" + banner.get() + "\"", "\"" + identity.banner().get() + "\"");
    }
    return ofLog && banner.isPresent() ? byRelease(banner.get()) : bySymbols(table.get());
  }

  /// A release has many builds, so that an equal one proves little, but another one all.
  private Finding byRelease(String banner) {
    boolean known = !identity.release().isEmpty() && !identity.release().equals("?");
    boolean same = banner.startsWith(KernelIdentity.VERSION + identity.release() + " ");
    return !known
        ? new Finding.Unknown()
        : same
            ? new Finding.Right("release")
            : wrong("it is \"" + banner + "\"", "is " + identity.release());
  }

  private Finding wrong(String theirs, String ours) {
    return new Finding.Wrong(
        "is of another kernel: " + theirs + ", the dump's (" + identity.release() + ") " + ours);
  }

  /// The text of `linux_banner` (init/version.c; init/version-timestamp.c since v6.2), without the
  /// end of line.
  private static Optional<String> banner(ElfFile file, ElfSymbols table) {
    byte[] name = KernelIdentity.BANNER.getBytes(StandardCharsets.US_ASCII);
    for (int i = 1; i < table.size(); i++) {
      int number = table.section(i);
      if (number > 0 && number < file.sections().size() && table.isNamed(i, name)) {
        ElfSection section = file.sections().get(number);
        long at = table.value(i) - section.address();
        if (section.hasBytes() && at >= 0 && at < section.size()) {
          long length = Math.min(MAX_BANNER, section.size() - at);
          String text = file.bytes().cursor(section.offset() + at, length).text((int) length);
          return Optional.of(text.strip());
        }
      }
    }
    return Optional.empty();
  }

  /// KASLR moves all symbols by the same distance, so distances between them stay.
  private Finding bySymbols(ElfSymbols table) {
    Map<String, Long> wanted = new HashMap<>(symbols.get());
    Map<Long, Integer> shifts = new HashMap<>();
    int compared = 0;
    int equal = 0;
    for (int i = 1; i < table.size(); i++) {
      Long address = table.section(i) == 0 ? null : wanted.remove(table.name(i));
      if (address != null) {
        compared++;
        equal = Math.max(equal, shifts.merge(address - table.value(i), 1, Integer::sum));
      }
    }
    if (compared < ENOUGH) {
      return new Finding.Unknown();
    }
    return equal == compared
        ? new Finding.Right("addresses of symbols")
        : wrong(
            "of " + compared + " symbols " + (compared - equal) + " lie elsewhere",
            "is another build");
  }

  /// Functions with a name of their own.
  private static Map<String, Long> sample(Symbols symbols) {
    Map<String, Long> sample = new HashMap<>();
    int step = Math.max(1, symbols.kernelSize() / SAMPLE);
    for (int i = 0; i < symbols.kernelSize(); i += step) {
      char type = symbols.kernelType(i);
      String name = symbols.kernelName(i);
      if ((type == 'T' || type == 't') && symbols.all(name).size() == 1) {
        sample.put(name, symbols.kernelAddress(i));
      }
    }
    return sample;
  }
}
