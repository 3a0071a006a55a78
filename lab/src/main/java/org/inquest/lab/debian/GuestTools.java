package org.inquest.lab.debian;

import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;
import org.inquest.formats.fault.Unavailable;

/// The programs that run inside guests: busybox, kexec, makedumpfile.
///
/// They come from Debian sid whatever the guest's kernel, because makedumpfile must know kernels
/// newer than itself: that of bookworm (1.7.2) can't filter a 6.12.
public final class GuestTools {
  private static final List<String> PACKAGES =
      List.of("busybox-static", "kexec-tools", "makedumpfile");

  private final Userland userland;

  private GuestTools(Userland userland) {
    this.userland = userland;
  }

  /// A program and the shared libraries it needs.
  ///
  /// @param path the program
  /// @param libraries the libraries, by the names under which the program asks for them
  /// @param loader the dynamic loader, which guests have at `/lib64/ld-linux-x86-64.so.2`
  public record Program(Path path, List<Path> libraries, Path loader) {}

  /// Fetches the tools, or finds them in the cache.
  ///
  /// @throws Unavailable if the archive can't be asked
  public static GuestTools prepare(LabCache cache, Consumer<String> progress) {
    return new GuestTools(Userland.prepare(cache, "guest", PACKAGES, progress));
  }

  /// busybox, linked statically.
  public Path busybox() {
    return userland.find("busybox");
  }

  /// A program with its libraries.
  ///
  /// @param name "kexec", "makedumpfile"
  public Program program(String name) {
    Path path = userland.find(name);
    return new Program(path, userland.libraries(path), userland.loader());
  }
}
