package org.inquest.profile.event;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// `/proc`, `/sys` and tracefs of a machine that is not this one.
public final class FakeMachine {
  private final Path root;

  public FakeMachine(Path root) {
    this.root = root;
  }

  public FakeMachine file(String path, String text) {
    try {
      Path file = root.resolve(path.substring(1));
      Files.createDirectories(file.getParent());
      Files.writeString(file, text + "\n");
      return this;
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  /// A CPU's PMU as that of an Intel machine looks.
  public FakeMachine cpu() {
    String cpu = "/sys/bus/event_source/devices/cpu";
    return file(cpu + "/type", "4")
        .file(cpu + "/format/event", "config:0-7")
        .file(cpu + "/format/umask", "config:8-15")
        .file(cpu + "/format/ldlat", "config1:0-15")
        .file(cpu + "/format/split", "config:0-7,32-35")
        .file(cpu + "/format/inv", "config:23")
        .file(cpu + "/events/mem-loads", "event=0xcd,umask=0x1,ldlat=3")
        .file(cpu + "/events/topdown.scale", "2");
  }

  public FakeMachine tracepoint(String system, String event, int id) {
    return file("/sys/kernel/tracing/events/" + system + "/" + event + "/id", String.valueOf(id));
  }

  public SystemTree tree() {
    return new SystemTree(root);
  }
}
