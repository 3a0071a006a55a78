package org.inquest.lab.process;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// What the dynamic loader says when it is asked what a program would load (ld.so(8), `--list`); it
/// runs nothing of the program.
///
/// ```
/// libz.so.1 => /lib/x86_64-linux-gnu/libz.so.1 (0x00007f...)
/// libgone.so.2 => not found
/// ```
///
/// @param libraries in its order, the loader itself not among them
/// @param missing names of those it does not find
public record LoaderListing(List<Path> libraries, List<String> missing) {
  private static final String ARROW = " => ";

  public LoaderListing {
    libraries = List.copyOf(libraries);
    missing = List.copyOf(missing);
  }

  /// Reads a listing.
  public static LoaderListing parse(String text) {
    List<Path> libraries = new ArrayList<>();
    List<String> missing = new ArrayList<>();
    for (String line : text.lines().toList()) {
      int arrow = line.indexOf(ARROW);
      if (arrow < 0 || line.substring(0, arrow).contains("ld-linux")) {
        continue;
      }
      String to = line.substring(arrow + ARROW.length());
      int end = to.lastIndexOf(" (");
      if (end > 0) {
        libraries.add(Path.of(to.substring(0, end)));
      } else if (to.strip().equals("not found")) {
        missing.add(line.substring(0, arrow).strip());
      }
    }
    return new LoaderListing(libraries, missing);
  }
}
