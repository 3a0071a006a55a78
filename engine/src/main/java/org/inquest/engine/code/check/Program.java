package org.inquest.engine.code.check;

import org.inquest.engine.code.CallingConvention;
import org.inquest.engine.code.Instruction;
import org.inquest.engine.code.Isa;
import org.inquest.engine.code.graph.CodeGraph;
import org.inquest.engine.code.graph.GraphBuilder;
import org.inquest.engine.code.graph.ProgramText;
import org.inquest.engine.code.image.CodeImage;

/// What checks work on: an image, all of its code in memory, and its graph. Thread-safe.
///
/// @param image where it comes from
/// @param text all code
/// @param graph who calls whom
public record Program(CodeImage image, ProgramText text, CodeGraph graph) {

  /// Reads and decodes an image.
  ///
  /// @throws org.inquest.formats.fault.Unsupported for machines whose code can't be decoded
  public static Program of(CodeImage image) {
    ProgramText text = ProgramText.of(image);
    return new Program(image, text, GraphBuilder.build(image, text));
  }

  public Isa isa() {
    return image.isa();
  }

  public CallingConvention calls() {
    return isa().calls();
  }

  /// `name+0x12` of an address; the address where nothing is known of it.
  public String place(long address) {
    StringBuilder out = new StringBuilder();
    if (!image.names().append(address, out)) {
      out.append("0x").append(Long.toHexString(address));
    }
    return out.toString();
  }

  /// The name of the function that an instruction jumps to or calls; empty where it is not known.
  String targetName(Instruction insn) {
    if (!insn.hasTarget()) {
      return "";
    }
    int function = graph.indexAt(insn.target());
    return function != CodeGraph.NONE
        ? graph.name(function)
        : image.symbolAt(insn.target()).map(s -> s.name()).orElse("");
  }

  /// The instruction at an address as a person reads it.
  String print(long address) {
    Instruction insn = text.decoder().newInstruction();
    if (text.decode(address, insn) == 0) {
      return "(bad)";
    }
    StringBuilder out = new StringBuilder();
    isa().printers().getFirst().append(insn, image.names(), out);
    return out.toString().replaceAll("\\s+", " ").strip();
  }
}
