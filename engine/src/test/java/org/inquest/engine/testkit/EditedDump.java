package org.inquest.engine.testkit;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.inquest.engine.target.Target;
import org.inquest.formats.dump.DumpFormats;
import org.inquest.formats.dump.DumpImage;
import org.inquest.formats.dump.ElfNote;
import org.inquest.formats.dump.PageStatus;
import org.inquest.formats.dump.PhysicalPages;

/// A real dump with pages taken out and words overwritten: what a filter, a full disk or a wild
/// pointer would have left.
public final class EditedDump implements DumpImage {
  private static final VarHandle LONG =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

  private final DumpImage image;
  private final Set<Long> hidden = new HashSet<>();
  private final Map<Long, Long> words = new HashMap<>();

  private EditedDump(DumpImage image) {
    this.image = image;
  }

  /// The sample of this repository.
  public static Path sample() {
    Path root = Path.of(System.getProperty("inquest.root", ".")).toAbsolutePath();
    while (root != null && !Files.exists(root.resolve("samples/hacks-mincore.kdump"))) {
      root = root.getParent();
    }
    if (root == null) {
      throw new IllegalStateException(
          "samples/hacks-mincore.kdump is not above the working folder");
    }
    return root.resolve("samples/hacks-mincore.kdump");
  }

  /// The sample, to be edited.
  public static EditedDump ofSample() {
    return new EditedDump(DumpFormats.open(List.of(sample())));
  }

  /// Any dump, to be edited.
  public static EditedDump of(Path dump) {
    return new EditedDump(DumpFormats.open(List.of(dump)));
  }

  /// Takes out the page that holds a kernel address.
  ///
  /// @param healthy an open target of the same dump, to find the page with
  public EditedDump hide(Target healthy, long address) {
    hidden.add(healthy.memory().translate(address) >>> 12);
    return this;
  }

  /// Overwrites eight bytes at a kernel address that is a multiple of eight.
  public EditedDump write(Target healthy, long address, long value) {
    words.put(healthy.memory().translate(address), value);
    return this;
  }

  @Override
  public PhysicalPages pages() {
    PhysicalPages pages = image.pages();
    return new PhysicalPages() {
      @Override
      public int pageSize() {
        return pages.pageSize();
      }

      @Override
      public long limit() {
        return pages.limit();
      }

      @Override
      public PageStatus status(long frame) {
        return hidden.contains(frame) ? PageStatus.FILTERED : pages.status(frame);
      }

      @Override
      public PageStatus read(long frame, byte[] target) {
        if (hidden.contains(frame)) {
          return PageStatus.FILTERED;
        }
        PageStatus status = pages.read(frame, target);
        words.forEach((at, value) -> {
          if (at >>> 12 == frame) {
            LONG.set(target, (int) (at & 0xfff), value);
          }
        });
        return status;
      }
    };
  }

  @Override
  public String format() {
    return image.format();
  }

  @Override
  public int machine() {
    return image.machine();
  }

  @Override
  public Optional<String> vmcoreinfo() {
    return image.vmcoreinfo();
  }

  @Override
  public List<ElfNote> notes() {
    return image.notes();
  }

  @Override
  public Optional<Long> physBase() {
    return image.physBase();
  }

  @Override
  public Optional<Integer> dumpLevel() {
    return image.dumpLevel();
  }

  @Override
  public List<String> gaps() {
    return image.gaps();
  }

  @Override
  public void close() {
    image.close();
  }
}
