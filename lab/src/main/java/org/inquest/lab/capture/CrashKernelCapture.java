package org.inquest.lab.capture;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.inquest.formats.fault.MalformedInput;
import org.inquest.formats.fault.Unavailable;

/// A capture by the guest itself: its crash kernel, started by kexec, saves the memory of the
/// kernel that died (`Documentation/admin-guide/kdump/kdump.rst`).
///
/// Most write to the raw disk `/dev/vda`, which needs no file system in either kernel; makedumpfile
/// then uses its flattened form, the only one that never seeks.
public sealed interface CrashKernelCapture extends Capture {
  /// The shell script of the crash kernel's init. Its status says whether there is a dump; what it
  /// prints on standard error reaches the console afterwards.
  String script();

  /// What must be done to the disk before the guest boots.
  default void prepare(Path disk) {}

  @Override
  default boolean compresses() {
    return true;
  }

  @Override
  default boolean filters() {
    return true;
  }

  /// Takes the dump from the disk.
  ///
  /// @param disk as the crash kernel left it
  /// @param folder where results go
  /// @param name of the results, without suffix
  /// @param console what the guest printed
  /// @return the dump's files, in the order in which they belong together
  /// @throws MalformedInput if no such dump is on the disk
  /// @throws Unavailable if there is no room for it
  List<Path> collect(Path disk, Path folder, String name, List<String> console);

  /// makedumpfile's own format.
  record Kdump(DumpOptions options) implements CrashKernelCapture {
    @Override
    public String script() {
      return options.choice() + flattened(options.inScript());
    }

    @Override
    public List<Path> collect(Path disk, Path folder, String name, List<String> console) {
      Path dump = folder.resolve(name + ".kdump");
      FlattenedDump.rearrange(disk, dump);
      return List.of(dump);
    }

    @Override
    public String description() {
      return "kdump, makedumpfile " + options.arguments();
    }
  }

  /// The same, not put in order.
  record Flattened(DumpOptions options) implements CrashKernelCapture {
    @Override
    public String script() {
      return options.choice() + flattened(options.inScript());
    }

    @Override
    public List<Path> collect(Path disk, Path folder, String name, List<String> console) {
      Path dump = folder.resolve(name + ".flat");
      FlattenedDump.cut(disk, dump);
      return List.of(dump);
    }

    @Override
    public String description() {
      return "kdump, makedumpfile -F " + options.arguments();
    }
  }

  /// An ELF core with the pages that the level leaves; it knows no compression.
  record Elf(DumpOptions options) implements CrashKernelCapture {
    @Override
    public String script() {
      return options.choice() + flattened("-E " + options.inScript());
    }

    @Override
    public List<Path> collect(Path disk, Path folder, String name, List<String> console) {
      Path dump = folder.resolve(name + ".elf");
      FlattenedDump.rearrange(disk, dump);
      return List.of(dump);
    }

    @Override
    public String description() {
      return "kdump, makedumpfile -E " + options.arguments();
    }

    @Override
    public boolean compresses() {
      return false;
    }
  }

  /// `/proc/vmcore` as it is.
  record Copy() implements CrashKernelCapture {
    private static final String SIZE = "LAB-SIZE ";

    // The disk is longer than the file; only the guest knows how long that was.
    @Override
    public String script() {
      return "cat /proc/vmcore >/dev/vda && echo \"" + SIZE + "$(stat -c %s /proc/vmcore)\" >&2\n";
    }

    @Override
    public List<Path> collect(Path disk, Path folder, String name, List<String> console) {
      long size =
          console.stream()
              .filter(l -> l.matches(SIZE + "\\d{1,15}"))
              .mapToLong(l -> Long.parseLong(l.substring(SIZE.length())))
              .findFirst()
              .orElseThrow(() ->
                  new Unavailable(
                      "the guest does not say how long its /proc/vmcore is",
                      "see the console log"));
      Path dump = folder.resolve(name + ".vmcore");
      FileHead.copy(disk, size, dump);
      return List.of(dump);
    }

    @Override
    public boolean compresses() {
      return false;
    }

    @Override
    public boolean filters() {
      return false;
    }

    @Override
    public String description() {
      return "kdump, cp /proc/vmcore";
    }
  }

  /// Several files at once, each with the pages of a part of the memory. makedumpfile seeks in
  /// them, so the disk carries a file system.
  record Split(DumpOptions options, int parts) implements CrashKernelCapture {
    // makedumpfile hands out the memory in blocks of 1 GB, more than a guest has: all pages would
    // be in the first file. So the blocks are of 1024 KB.
    private static final String FOLDER = "/crash";

    @Override
    public void prepare(Path disk) {
      Ext4Image.make(disk);
    }

    @Override
    public String script() {
      StringBuilder files = new StringBuilder();
      for (int i = 1; i <= parts; i++) {
        files.append(' ').append(FOLDER).append('/').append(i);
      }
      return options.choice()
          + """
          mkdir %1$s && mount -t ext4 /dev/vda %1$s || exit 1
          makedumpfile --split --splitblock-size 1024 %2$s /proc/vmcore%3$s >&2 || exit 1
          umount %1$s
          """
              .formatted(FOLDER, options.inScript(), files);
    }

    @Override
    public List<Path> collect(Path disk, Path folder, String name, List<String> console) {
      List<Path> dumps = new ArrayList<>();
      for (int i = 1; i <= parts; i++) {
        Path dump = folder.resolve(name + "." + i + ".kdump");
        Ext4Image.copyOut(disk, String.valueOf(i), dump);
        dumps.add(dump);
      }
      return List.copyOf(dumps);
    }

    @Override
    public String description() {
      return "kdump, makedumpfile --split " + options.arguments() + ", " + parts + " files";
    }
  }

  private static String flattened(String arguments) {
    // makedumpfile writes a few hundred bytes at a time; straight to a disk each of them would
    // first
    // read the block around it, which took longer than all the rest of the capture.
    return """
    mkfifo /tmp/dump
    dd of=/dev/vda bs=1M iflag=fullblock status=none </tmp/dump &
    writer=$!
    makedumpfile -F %s /proc/vmcore >/tmp/dump
    status=$?
    wait $writer && exit $status
    """
        .formatted(arguments);
  }
}
