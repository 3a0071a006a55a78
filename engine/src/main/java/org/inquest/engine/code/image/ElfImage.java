package org.inquest.engine.code.image;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import org.inquest.engine.symbol.Symbol;
import org.inquest.formats.elf.ElfFile;
import org.inquest.formats.elf.ElfSection;
import org.inquest.formats.elf.MiniDebugInfo;
import org.inquest.formats.fault.InquestException;
import org.inquest.formats.fault.MemoryFault;
import org.jspecify.annotations.Nullable;

/// A linked ELF file: a vmlinux, a program, a shared library. Its addresses are those that it was
/// linked for, and its bytes those after dynamic linking, as far as the file alone tells them.
///
/// Names come from `.symtab`, without it from `.dynsym`; a stripped vmlinux still has its kallsyms.
public final class ElfImage implements CodeImage {
  private final ElfFile file;
  private final ElfSpace space;
  private final ReentrantLock lock = new ReentrantLock();
  private volatile @Nullable NamedAddresses symbols;
  private volatile @Nullable DynamicLinks links;

  /// @param file closed with the image
  ElfImage(ElfFile file) {
    this.file = file;
    this.space = ElfSpace.ofLinked(file);
  }

  /// Read when first asked for: a graph from a cache brings its own names.
  private NamedAddresses symbols() {
    lock.lock();
    try {
      NamedAddresses known = symbols;
      if (known == null) {
        known = readSymbols();
        symbols = known;
      }
      return known;
    } finally {
      lock.unlock();
    }
  }

  private DynamicLinks links() {
    DynamicLinks known = links;
    if (known == null) {
      lock.lock();
      try {
        known = links;
        if (known == null) {
          known = DynamicLinks.of(file, space);
          links = known;
        }
      } finally {
        lock.unlock();
      }
    }
    return known;
  }

  private NamedAddresses readSymbols() {
    Optional<NamedAddresses> own = ElfSymbolIndex.of(file, space);
    Optional<NamedAddresses> packed =
        file.sectionOfType(ElfSection.SHT_SYMTAB)
                .filter(t -> file.symbols(t).size() > 1)
                .isPresent()
            ? Optional.empty()
            : packedNames();
    if (own.isPresent() && packed.isPresent()) {
      List<CodeSection> text = space.sections().stream().filter(CodeSection::executable).toList();
      return new JoinedNames(own.get(), packed.get(), text);
    }
    Optional<NamedAddresses> either = own.or(() -> packed);
    if (either.isPresent()) {
      return either.get();
    }
    return KallsymsNames.inside(this).orElseGet(NamedAddresses::none);
  }

  /// A stripped file's own names need not all be gone: see [MiniDebugInfo].
  private Optional<NamedAddresses> packedNames() {
    try {
      return MiniDebugInfo.of(file)
          .flatMap(mini -> ElfSymbolIndex.of(mini, ElfSpace.ofLinked(mini)));
    } catch (InquestException e) {
      // Damaged names are as good as none: the gap that tells of those stays.
      return Optional.empty();
    }
  }

  /// The file behind it, for those who need its tables.
  public ElfFile file() {
    return file;
  }

  @Override
  public String name() {
    return file.bytes().name();
  }

  @Override
  public int machine() {
    return file.machine();
  }

  @Override
  public List<CodeSection> sections() {
    return space.sections();
  }

  @Override
  public Optional<CodeSection> sectionAt(long address) {
    return space.sectionAt(address);
  }

  @Override
  public Functions functions() {
    return symbols().functions();
  }

  @Override
  public Optional<Symbol> symbolAt(long address) {
    Optional<Symbol> own = symbols().at(address);
    return own.isPresent() ? own : links().stubAt(address);
  }

  @Override
  public List<Symbol> symbols(String name) {
    List<Symbol> own = symbols().named(name);
    return own.isEmpty() ? links().stubs(name) : own;
  }

  @Override
  public void read(long address, byte[] target, int offset, int length) throws MemoryFault {
    space.read(address, target, offset, length);
    links().apply(address, target, offset, length);
  }

  @Override
  public List<String> gaps() {
    NamedAddresses known = symbols;
    List<String> gaps = new ArrayList<>(known == null ? List.of() : known.gaps());
    gaps.addAll(space.gaps());
    gaps.addAll(links().gaps());
    return gaps;
  }

  @Override
  public void close() {
    file.close();
  }
}
