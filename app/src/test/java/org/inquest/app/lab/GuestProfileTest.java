package org.inquest.app.lab;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.inquest.engine.debug.LineIndexes;
import org.inquest.engine.debugfile.SearchPlaces;
import org.inquest.formats.bytes.MappedFile;
import org.inquest.formats.perf.PerfData;
import org.inquest.lab.guest.Accelerator;
import org.inquest.lab.guest.Guest;
import org.inquest.lab.guest.Machine;
import org.inquest.lab.kernel.GuestKernel;
import org.inquest.lab.kernel.ModuleFiles;
import org.inquest.lab.process.Deadline;
import org.inquest.lab.process.SharedObjects;
import org.inquest.lab.process.Tool;
import org.inquest.profile.annotate.AddressCounts;
import org.inquest.profile.annotate.FunctionCounts;
import org.inquest.profile.annotate.FunctionListing;
import org.inquest.profile.annotate.ListedInstruction;
import org.inquest.profile.model.Binary;
import org.inquest.profile.model.CodeFinder;
import org.inquest.profile.model.Profile;
import org.inquest.profile.report.SampleFilter;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// A whole guest is profiled by perf, which also counts, there, where it knows every symbol. Read
/// here, on another machine, the same file has the same counts: functions of the kernel by its list
/// of symbols, wherever KASLR put it, those of its modules by their files; and the samples in
/// modules stand on instructions of these files.
@Tag("lab")
final class GuestProfileTest {
  private static final Path KERNELS =
      Path.of(System.getProperty("user.home"), ".cache", "inquest", "lab", "kernels");
  private static final Path PERF = Path.of("/usr/bin/perf");
  private static final Path BUSYBOX = Path.of("/bin/busybox");
  private static final Duration LIMIT = Duration.ofSeconds(20);
  private static final int DISK = 64 << 20;

  /// `perf report -t '|' --sort dso,sym -n`: percent, samples, file, side and function.
  private static final Pattern ROW =
      Pattern.compile("\\s*[\\d.]+%\\s*\\|\\s*(\\d+)\\s*\\|\\[\\S+]\\s*\\|\\[k] (\\S+).*");

  private static final String INIT =
      """
      #!/bin/busybox sh
      /bin/busybox mkdir -p /sbin /usr/bin /usr/sbin
      /bin/busybox --install -s
      export PATH=/bin:/sbin:/usr/bin:/usr/sbin
      mount -t proc proc /proc
      mount -t sysfs sys /sys
      mount -t devtmpfs dev /dev 2>/dev/null
      for module in $(cat /modules/order); do insmod /modules/$module.ko; done
      cd /tmp
      perf record -a -e cpu-clock -F 999 -o perf.data -- sh -c '
        dd if=/dev/zero of=/dev/null bs=1 count=100000
        dd if=/dev/zero of=/dev/nullb0 bs=4k count=10000 oflag=direct
        dd if=/dev/zero of=/dev/ram0 bs=64k count=200
        dd if=/dev/ram0 of=/dev/null bs=64k'
      perf report -i perf.data --stdio -n -t '|' --sort dso,sym >report 2>/dev/null
      cat /proc/kallsyms >kallsyms
      cat /sys/kernel/notes >notes
      tar c perf.data report kallsyms notes >/dev/vda && sync && echo GUEST-DONE
      poweroff -f
      """;

  @TempDir Path folder;

  @Test
  @Timeout(240)
  void countsAreThoseOfTheGuestItself() throws IOException {
    GuestKernel kernel = GuestKernel.inRoot(cached());
    Path machine = profiled(kernel);
    try (Profile profile = open(machine)) {
      AddressCounts counts = AddressCounts.of(profile, SampleFilter.ALL);
      Map<String, Long> ours = new TreeMap<>();
      counts.functions().stream()
          .filter(f -> f.function().binary().kind() == Binary.Kind.KERNEL && f.function().named())
          .forEach(f -> ours.merge(f.function().name(), f.samples()[0], Long::sum));
      assertThat(ours).isEqualTo(told(machine.resolve("report")));
      modulesHaveTheirInstructions(counts, modules(machine.resolve("kallsyms")));
    }
  }

  /// @param symbols those of modules, as the guest's kernel lists them
  private static void modulesHaveTheirInstructions(
      AddressCounts counts, NavigableMap<Long, Set<String>> symbols) {
    int samples = 0;
    for (FunctionCounts function : counts.functions()) {
      if (function.function().binary().path().matches("\\[(null_blk|brd)]")) {
        for (long address : function.byAddress().keySet()) {
          assertThat(symbols.floorEntry(address).getValue()).contains(function.function().name());
        }
        FunctionListing listing = FunctionListing.of(function, Optional.empty());
        assertThat(listing.gap()).isEmpty();
        for (ListedInstruction instruction : listing.instructions()) {
          samples += (int) instruction.samples()[0];
          assertThat(instruction.text()).as(function.function().name()).isNotEmpty();
        }
        assertThat(listing.instructions()).anyMatch(i -> i.text().contains(">"));
      }
    }
    assertThat(samples).isGreaterThan(3);
  }

  private static NavigableMap<Long, Set<String>> modules(Path kallsyms) throws IOException {
    NavigableMap<Long, Set<String>> symbols = new TreeMap<>();
    for (String line : Files.readAllLines(kallsyms)) {
      String[] words = line.split("\\s+", -1);
      if (words.length > 3 && words[1].equalsIgnoreCase("t")) {
        symbols
            .computeIfAbsent(Long.parseUnsignedLong(words[0], 16), a -> new TreeSet<>())
            .add(words[2]);
      }
    }
    return symbols;
  }

  /// What perf counted in the guest: functions of the kernel and of its modules, which have no
  /// files there and are the kernel's for perf.
  private static Map<String, Long> told(Path report) throws IOException {
    Map<String, Long> told = new TreeMap<>();
    for (String line : Files.readAllLines(report)) {
      Matcher row = ROW.matcher(line);
      if (row.matches() && !row.group(2).startsWith("0x")) {
        told.merge(row.group(2), Long.parseLong(row.group(1)), Long::sum);
      }
    }
    assertThat(told).hasSizeGreaterThan(40);
    return told;
  }

  /// The newest of this series that the lab has fetched.
  private static Path cached() throws IOException {
    for (String tool : List.of("cpio", "qemu-system-x86_64", "tar")) {
      assumeTrue(Files.isExecutable(Path.of("/usr/bin", tool)), "needs " + tool);
    }
    assumeTrue(Files.isExecutable(PERF), "needs perf: install linux-perf");
    assumeTrue(Files.isExecutable(BUSYBOX), "needs busybox: install busybox-static");
    assumeTrue(
        Files.isDirectory(KERNELS), "the lab has no kernel yet: inquest lab run healthy-idle");
    try (Stream<Path> all = Files.list(KERNELS)) {
      Optional<Path> found =
          all.filter(p -> p.getFileName().toString().matches("6\\.1\\..*-cloud-amd64"))
              .max(Path::compareTo);
      assumeTrue(found.isPresent(), "the lab has no 6.1 yet: inquest lab run healthy-idle");
      return found.orElseThrow();
    }
  }

  /// A folder that stands for the machine that was profiled: its files, and what it told.
  private Path profiled(GuestKernel kernel) throws IOException {
    Path machine = folder.resolve("machine");
    Path disk = folder.resolve("disk");
    try (RandomAccessFile file = new RandomAccessFile(disk.toFile(), "rw")) {
      file.setLength(DISK);
    }
    Machine guest =
        new Machine(
            Accelerator.TCG,
            kernel.image(),
            Optional.of(initramfs(kernel)),
            Optional.of(disk),
            768,
            2,
            Accelerator.TCG.plainCpu(),
            List.of("panic=-1"),
            List.of());
    Deadline deadline = Deadline.in(Duration.ofSeconds(200));
    try (Guest booted = Guest.boot(guest, folder, line -> {})) {
      assertThat(booted.console().waitFor(line -> line.contains("GUEST-DONE"), deadline))
          .as(() -> booted.lastWords())
          .isPresent();
      assertThat(booted.waitForEnd(deadline)).isTrue();
    }
    for (String place : List.of("proc", "sys/kernel", "lib/modules")) {
      Files.createDirectories(machine.resolve(place));
    }
    new Tool("tar", "tar").run(List.of("xf", disk.toString(), "-C", machine.toString()), LIMIT);
    // Without the modules' functions, which are then looked for in their files.
    List<String> symbols =
        Files.readAllLines(machine.resolve("kallsyms")).stream()
            .filter(line -> !line.contains("["))
            .toList();
    Files.write(machine.resolve("proc/kallsyms"), symbols);
    Files.move(machine.resolve("notes"), machine.resolve("sys/kernel/notes"));
    Files.createSymbolicLink(
        machine.resolve("lib/modules").resolve(kernel.release()), kernel.modules().orElseThrow());
    return machine;
  }

  private Profile open(Path machine) {
    SearchPlaces places =
        new SearchPlaces(
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            machine,
            List.of(),
            folder,
            Optional.empty());
    CodeFinder finder =
        new CodeFinder(
            places,
            Optional.empty(),
            machine,
            List.of(),
            new LineIndexes(folder.resolve("lines")),
            true);
    return Profile.of(PerfData.of(MappedFile.open(machine.resolve("perf.data"))), finder);
  }

  private Path initramfs(GuestKernel kernel) throws IOException {
    Path root = folder.resolve("root");
    for (String name : List.of("bin", "dev", "proc", "sys", "tmp", "modules")) {
      Files.createDirectories(root.resolve(name));
    }
    Files.writeString(root.resolve("init"), INIT);
    assertThat(root.resolve("init").toFile().setExecutable(true)).isTrue();
    Files.copy(BUSYBOX, root.resolve("bin/busybox"));
    Files.copy(PERF, root.resolve("bin/perf"));
    for (Path library : SharedObjects.of(PERF, Files.readAllBytes(PERF))) {
      Path there = root.resolve(library.toString().substring(1));
      Files.createDirectories(there.getParent());
      Files.copy(library, there);
    }
    Map<String, byte[]> modules =
        new ModuleFiles(kernel.modules().orElseThrow())
            .withNeeds(List.of("virtio_pci", "virtio_blk", "null_blk", "brd"));
    for (Map.Entry<String, byte[]> module : modules.entrySet()) {
      Files.write(root.resolve("modules").resolve(module.getKey() + ".ko"), module.getValue());
    }
    Files.write(root.resolve("modules/order"), new ArrayList<>(modules.keySet()), UTF_8);
    Path image = folder.resolve("initramfs");
    new Tool("sh", "dash")
        .run(
            List.of(
                "-c", "cd '" + root + "' && find . | cpio -o -H newc --quiet > '" + image + "'"),
            LIMIT);
    return image;
  }
}
