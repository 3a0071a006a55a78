package org.inquest.lab.scenario;

import java.io.IOException;
import java.io.InputStream;
import org.inquest.formats.fault.Unavailable;

/// What all guests share, whatever their scenario: the init script, the programs that several need,
/// the header `lab.h` of kernel modules.
public final class GuestFiles {
  private static final String FOLDER = "/guest/";

  private GuestFiles() {}

  /// The content of one.
  ///
  /// @param name "init", "act.c", "lab.h"
  public static byte[] read(String name) {
    try (InputStream in = GuestFiles.class.getResourceAsStream(FOLDER + name)) {
      if (in == null) {
        throw new Unavailable("the lab's file " + name + " is not in this build", "build it again");
      }
      return in.readAllBytes();
    } catch (IOException e) {
      throw new Unavailable("the lab's file " + name + " can't be read", "build it again");
    }
  }
}
