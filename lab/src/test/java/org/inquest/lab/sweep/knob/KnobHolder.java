package org.inquest.lab.sweep.knob;

import java.nio.file.Path;

/// A process that writes a setting and waits to be killed.
final class KnobHolder {
  private KnobHolder() {}

  /// @param args the root of a fake machine, a folder for state, path and value
  public static void main(String[] args) throws InterruptedException {
    KnobFiles files = new FolderKnobs(Path.of(args[0]));
    KnobState state = KnobState.begin(files, Path.of(args[1]), how -> {});
    state.write(new KnobWrite(args[2], args[3], "test"));
    System.out.println("written");
    Thread.sleep(60_000);
  }
}
