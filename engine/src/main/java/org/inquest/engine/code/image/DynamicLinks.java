package org.inquest.engine.code.image;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import org.inquest.engine.code.Decoder;
import org.inquest.engine.code.Flow;
import org.inquest.engine.code.Instruction;
import org.inquest.engine.code.Isa;
import org.inquest.engine.code.Isas;
import org.inquest.engine.code.Operand;
import org.inquest.engine.symbol.Symbol;
import org.inquest.formats.elf.ElfFile;
import org.inquest.formats.elf.ElfRelocations;
import org.inquest.formats.elf.ElfSection;
import org.inquest.formats.elf.ElfSymbols;
import org.inquest.formats.fault.InquestException;

/// What the dynamic linker, or a relocatable kernel's own start-up code, does to a linked file: the
/// words that it fills with addresses, and the stubs through which other files' functions are
/// called (psABI for x86-64, table 4.9 and section 5.2; "ELF for the Arm 64-bit Architecture",
/// 5.7.12).
///
/// RELR relocations have their addresses in place: the file's bytes are right already.
final class DynamicLinks {
  /// A browser has a tenth.
  private static final int MAX_LINKS = 1 << 22;

  /// The kinds of dynamic relocations that put an address into a word of eight bytes.
  ///
  /// @param relative the load address and the addend
  /// @param symbols an address of a symbol: plainly, in the global offset table, for a stub
  private record Kinds(int relative, List<Integer> symbols) {
    static Optional<Kinds> of(int machine) {
      return switch (machine) {
        case Relocator.EM_X86_64 -> Optional.of(new Kinds(8, List.of(1, 6, 7)));
        case Relocator.EM_AARCH64 -> Optional.of(new Kinds(1027, List.of(257, 1025, 1026)));
        default -> Optional.empty();
      };
    }
  }

  private final NavigableMap<Long, Long> words = new TreeMap<>(Long::compareUnsigned);

  /// Of words that wait for another file's function, its name.
  private final Map<Long, String> awaited = new HashMap<>();

  private final NavigableMap<Long, Symbol> stubs = new TreeMap<>(Long::compareUnsigned);

  private final List<String> gaps = new ArrayList<>();

  private DynamicLinks() {}

  /// Reads the relocations that are loaded with the program; those that a linker was asked to leave
  /// (`--emit-relocs`) have been applied.
  static DynamicLinks of(ElfFile file, ElfSpace space) {
    DynamicLinks links = new DynamicLinks();
    Optional<Kinds> kinds = Kinds.of(file.machine());
    for (ElfSection section : file.sections()) {
      if (kinds.isPresent() && section.type() == ElfSection.SHT_RELA && section.allocated()) {
        try {
          links.read(file, section, kinds.get());
        } catch (InquestException e) {
          links.gaps.add(section.name() + " can't be read: " + e.getMessage());
        }
      }
    }
    if (!links.awaited.isEmpty()) {
      Isas.find(file.machine()).ifPresent(isa -> links.findStubs(isa, space));
    }
    return links;
  }

  private void read(ElfFile file, ElfSection section, Kinds kinds) {
    ElfRelocations all = file.relocations(section);
    int link = section.link();
    Optional<ElfSymbols> symbols =
        link > 0 && link < file.sections().size()
            ? Optional.of(file.symbols(file.sections().get(link)))
            : Optional.empty();
    for (int i = 0; i < all.size() && words.size() + awaited.size() < MAX_LINKS; i++) {
      if (all.type(i) == kinds.relative) {
        words.put(all.offset(i), all.addend(i));
      } else if (kinds.symbols.contains(all.type(i)) && symbols.isPresent()) {
        int symbol = all.symbol(i);
        if (symbol > 0 && symbol < symbols.get().size()) {
          link(all.offset(i), symbols.get(), symbol, all.addend(i));
        }
      }
    }
  }

  private void link(long place, ElfSymbols symbols, int symbol, long addend) {
    if (symbols.section(symbol) != 0) {
      words.put(place, symbols.value(symbol) + addend);
    } else {
      awaited.put(place, symbols.name(symbol));
    }
  }

  private void findStubs(Isa isa, ElfSpace space) {
    for (ElfSpace.Part part : space.parts()) {
      if (part.section().name().startsWith(".plt") && part.section().executable()) {
        try {
          findStubs(isa, part.section(), space.bytes(part));
        } catch (InquestException e) {
          // Stubs without names are still code.
        }
      }
    }
  }

  /// A stub jumps through its word: `jmp *word(%rip)`, or on arm64 `adrp x16`, `ldr x17, [x16,
  /// ...]`, `br x17`.
  private void findStubs(Isa isa, CodeSection section, byte[] bytes) {
    Decoder decoder = isa.decoder();
    Instruction insn = decoder.newInstruction();
    long start = section.address();
    long page = 0;
    long word = 0;
    for (int at = 0; at < bytes.length; ) {
      long address = section.address() + at;
      int length = decoder.decode(bytes, at, bytes.length, address, insn);
      at += length > 0 ? length : decoder.alignment();
      int memory = insn.memoryOperand();
      if (insn.mnemonic().equals("adrp") && insn.operandCount() == 2) {
        page = insn.operand(1).value();
        start = address;
      } else if (memory != Instruction.NONE) {
        Operand operand = insn.operand(memory);
        boolean absolute = operand.isAbsolute(isa.registers().programCounter());
        word = operand.displacement() + (absolute ? 0 : page);
      }
      if (length > 0 && insn.flow() == Flow.JUMP && insn.isIndirect()) {
        String name = awaited.get(word);
        if (name != null) {
          long end = section.address() + at;
          stubs.put(start, new Symbol(name + "@plt", start, end - start, 't', ""));
        }
      }
      // Stubs begin where a multiple of eight bytes does, behind padding or another one.
      if (insn.flow() == Flow.JUMP || insn.mnemonic().equals("nop")) {
        start = section.address() + at + 7 & -8;
      }
    }
  }

  /// What could not be read, a sentence each.
  List<String> gaps() {
    return gaps;
  }

  /// The stub that an address lies in.
  Optional<Symbol> stubAt(long address) {
    return Optional.ofNullable(stubs.floorEntry(address))
        .map(Map.Entry::getValue)
        .filter(stub -> stub.contains(address));
  }

  /// All stubs of a name, which ends with `@plt`.
  List<Symbol> stubs(String name) {
    return name.endsWith("@plt")
        ? stubs.values().stream().filter(stub -> stub.name().equals(name)).toList()
        : List.of();
  }

  /// Puts the addresses into bytes that were read.
  void apply(long address, byte[] target, int offset, int length) {
    if (words.isEmpty()) {
      return;
    }
    for (Map.Entry<Long, Long> word :
        words.subMap(address - Long.BYTES + 1, true, address + length, false).entrySet()) {
      for (int i = 0; i < Long.BYTES; i++) {
        long at = word.getKey() + i - address;
        if (at >= 0 && at < length) {
          target[offset + (int) at] = (byte) (word.getValue() >>> 8 * i);
        }
      }
    }
  }
}
