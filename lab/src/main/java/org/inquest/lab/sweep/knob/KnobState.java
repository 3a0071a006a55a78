package org.inquest.lab.sweep.knob;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.inquest.formats.fault.Unavailable;
import org.jspecify.annotations.Nullable;

/// Writes a machine's settings, and brings them back: when it is closed, when the program is
/// interrupted, and after it was killed.
///
/// What a file said stands in a state file, synchronised with the disk, before anything is written
/// to it. The state file is locked as long as this process lives; one that nobody locks is of a
/// process that was killed, and [KnobLeftovers] restores from it. Boots are told apart, since a
/// boot restores everything.
public final class KnobState implements AutoCloseable {
  static final String SUFFIX = ".knobs";
  static final String BOOT_ID = "/proc/sys/kernel/random/boot_id";

  // To open and close a locked file gives away the lock of the whole process (fcntl(2)).
  private static final Set<Path> OPEN = ConcurrentHashMap.newKeySet();

  private final KnobFiles files;
  private final Path file;
  private final FileChannel channel;
  private final Consumer<Restoration> told;
  private final String boot;
  private final Map<String, String> saved = new LinkedHashMap<>();
  private @Nullable Thread hook;
  private boolean closed;

  private KnobState(
      KnobFiles files, Path file, FileChannel channel, String boot, Consumer<Restoration> told) {
    this.files = files;
    this.file = file;
    this.channel = channel;
    this.boot = boot;
    this.told = told;
  }

  /// Begins to write settings.
  ///
  /// @param folder where state files are kept; made if need be. The same for all who write to one
  ///   machine
  /// @param told how restoring went, once, also when the program is interrupted
  /// @throws Unavailable where no state can be kept: then nothing has been written
  public static KnobState begin(KnobFiles files, Path folder, Consumer<Restoration> told) {
    String boot = files.read(BOOT_ID).orElse("");
    String name = ProcessHandle.current().pid() + "-" + Long.toHexString(System.nanoTime());
    Path file = folder.resolve(name + SUFFIX);
    try {
      Files.createDirectories(folder);
      Path fresh = folder.resolve(name + ".new");
      FileChannel channel =
          FileChannel.open(fresh, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
      // Locked under another name first, or somebody may take it for a dead process's.
      if (channel.tryLock() == null) {
        throw new IOException("it is locked");
      }
      KnobState state = new KnobState(files, file, channel, boot, told);
      state.append(SavedKnobs.head(boot));
      OPEN.add(file.toAbsolutePath());
      Files.move(fresh, file);
      state.watch();
      return state;
    } catch (IOException e) {
      throw cannotKeep(file, e);
    }
  }

  /// Keeps what files say, to be restored. Those that are not there, and those that are kept
  /// already, are left out.
  ///
  /// @throws Unavailable where a file can't be read or the state can't be kept
  public synchronized void save(Collection<String> paths) {
    checkOpen();
    StringBuilder lines = new StringBuilder();
    Map<String, String> more = new LinkedHashMap<>();
    for (String path : withParts(paths)) {
      Optional<String> value = saved.containsKey(path) ? Optional.empty() : files.read(path);
      if (value.isPresent() && more.putIfAbsent(path, value.get()) == null) {
        lines.append(SavedKnobs.line(path, value.get()));
      }
    }
    try {
      append(lines.toString());
    } catch (IOException e) {
      throw cannotKeep(file, e);
    }
    saved.putAll(more);
  }

  /// With a function that leaves the list of those that fail, the value it returns is gone, too.
  private Set<String> withParts(Collection<String> paths) {
    Set<String> out = new LinkedHashSet<>();
    for (String path : paths) {
      out.add(path);
      if (KnobKind.of(path) == KnobKind.INJECTED_FUNCTIONS && !saved.containsKey(path)) {
        String folder = path.substring(0, path.lastIndexOf('/') + 1);
        files.read(path).stream()
            .flatMap(text -> KnobKind.INJECTED_FUNCTIONS.entries(text).stream())
            .forEach(function -> out.add(folder + function + "/retval"));
      }
    }
    return out;
  }

  /// Writes a setting. What it said before is kept first, if it is not yet.
  ///
  /// @throws Unavailable where the kernel refuses, or the state can't be kept
  public synchronized void write(KnobWrite write) {
    if (!saved.containsKey(write.path())) {
      save(List.of(write.path()));
    }
    checkOpen();
    files.write(write.path(), write.value());
  }

  /// The machine's settings; what is written through this is brought back as if written by
  /// [#write].
  public KnobFiles files() {
    return new KnobFiles() {
      @Override
      public Optional<String> read(String path) {
        return files.read(path);
      }

      @Override
      public void write(String path, String value) {
        KnobState.this.write(new KnobWrite(path, value, ""));
      }

      @Override
      public List<String> list(String folder) {
        return files.list(folder);
      }

      @Override
      public Optional<Boolean> writable(String path) {
        return files.writable(path);
      }
    };
  }

  /// Brings everything back. The state file stays where something could not be restored.
  @Override
  public void close() {
    Thread waiting = hook;
    if (waiting != null) {
      try {
        Runtime.getRuntime().removeShutdownHook(waiting);
      } catch (IllegalStateException shuttingDown) {
        // Then the hook runs, and whoever comes second finds it done.
      }
    }
    restore();
  }

  private synchronized void restore() {
    if (closed) {
      return;
    }
    closed = true;
    Restoration how = new SavedKnobs(boot, saved).restore(files);
    OPEN.remove(file.toAbsolutePath());
    try (channel) {
      if (how.whole()) {
        Files.deleteIfExists(file);
      }
    } catch (IOException e) {
      how = new Restoration(how.restored(), how.failed(), "can't remove " + file);
    }
    told.accept(how);
  }

  /// Whether a state file is in use by this process.
  static boolean isOpen(Path file) {
    return OPEN.contains(file.toAbsolutePath());
  }

  private void watch() {
    Thread thread = new Thread(this::restore, "restore knobs");
    Runtime.getRuntime().addShutdownHook(thread);
    hook = thread;
  }

  private void append(String text) throws IOException {
    ByteBuffer bytes = ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
    while (bytes.hasRemaining()) {
      channel.write(bytes);
    }
    channel.force(true);
  }

  private void checkOpen() {
    if (closed) {
      throw new Unavailable("settings are no longer written: they were restored", "begin again");
    }
  }

  private static Unavailable cannotKeep(Path file, IOException e) {
    return new Unavailable(
        "can't keep what the settings were in " + file + ": " + e.getMessage(),
        "make room there; nothing is changed without it");
  }
}
