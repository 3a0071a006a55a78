package org.inquest.engine.code.graph;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.inquest.engine.code.Decoder;
import org.inquest.engine.code.Flow;
import org.inquest.engine.code.Instruction;
import org.inquest.engine.code.image.Code;
import org.inquest.engine.code.image.CodeImage;
import org.inquest.engine.code.image.CodeSection;
import org.inquest.formats.fault.Unsupported;

/// All code of an image in memory, to be decoded anywhere. Thread-safe.
public final class ProgramText {
  /// The largest browsers have two thirds of it. The launcher's heap for `code` fits it.
  private static final long MAX_SIZE = 256L << 20;

  private final Code[] pieces;
  private final Decoder decoder;

  private ProgramText(List<Code> pieces, Decoder decoder) {
    this.pieces = pieces.toArray(Code[]::new);
    this.decoder = decoder;
  }

  /// Reads the code of an image.
  ///
  /// @throws Unsupported for machines whose code can't be decoded, and for more than 256 MB of code
  public static ProgramText of(CodeImage image) {
    Decoder decoder = image.isa().decoder();
    List<Code> pieces = new ArrayList<>();
    long size = 0;
    for (CodeSection section : image.text()) {
      size += Math.min(section.size(), MAX_SIZE + 1);
      if (section.size() < 0 || size > MAX_SIZE) {
        throw new Unsupported(
            image.name() + ": has more than 256 MB of code; a call graph is made of less");
      }
      pieces.addAll(image.code(section));
    }
    pieces.sort((a, b) -> Long.compareUnsigned(a.address(), b.address()));
    return new ProgramText(pieces, decoder);
  }

  public Decoder decoder() {
    return decoder;
  }

  /// Decodes the instruction at an address.
  ///
  /// @return its length, or 0 where there is none or its bytes are missing
  public int decode(long address, Instruction into) {
    int i = indexOf(address);
    return i < 0 ? into.none(address, Flow.TRUNCATED) : decode(pieces[i], address, into);
  }

  /// The same where it is known in which piece the address lies.
  int decode(Code piece, long address, Instruction into) {
    return decoder.decode(
        piece.bytes(), piece.offset(address), piece.bytes().length, address, into);
  }

  /// The bytes that lie together with the one at an address; empty where that one is missing.
  Optional<Code> pieceAt(long address) {
    int i = indexOf(address);
    return i < 0 ? Optional.empty() : Optional.of(pieces[i]);
  }

  /// Whether an address is in code.
  public boolean contains(long address) {
    return indexOf(address) >= 0;
  }

  /// Bytes of code.
  public long size() {
    long size = 0;
    for (Code piece : pieces) {
      size += piece.bytes().length;
    }
    return size;
  }

  private int indexOf(long address) {
    int low = 0;
    int high = pieces.length - 1;
    while (low <= high) {
      int middle = (low + high) >>> 1;
      if (pieces[middle].contains(address)) {
        return middle;
      }
      if (Long.compareUnsigned(pieces[middle].address(), address) < 0) {
        low = middle + 1;
      } else {
        high = middle - 1;
      }
    }
    return -1;
  }
}
