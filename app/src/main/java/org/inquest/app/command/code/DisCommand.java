package org.inquest.app.command.code;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import org.inquest.app.command.AddressExpression;
import org.inquest.app.command.Arguments;
import org.inquest.app.command.CommandInfo;
import org.inquest.app.command.InquestCommand;
import org.inquest.app.command.Option;
import org.inquest.app.command.Session;
import org.inquest.app.command.SourceLookup;
import org.inquest.app.document.Document;
import org.inquest.engine.code.image.CodeImage;
import org.inquest.engine.code.image.CodeImages;
import org.inquest.kernel.user.Process;
import org.inquest.kernel.user.ProcessImage;

/// Instructions in a dump: what really ran, with what was patched.
public final class DisCommand implements InquestCommand {
  private static final Option USER =
      Option.value("-u", "PID", "of this process's program, or of a library of it");

  @Override
  public CommandInfo info() {
    return new CommandInfo(
        "dis",
        "disassemble code in memory; tells what was patched",
        DisOptions.OPERANDS,
        options(),
        List.of(
            new CommandInfo.Example(
                "dis schedule", "a function; => marks the crashed task's frames"),
            new CommandInfo.Example("dis schedule+0x5a 4", "four instructions from there"),
            new CommandInfo.Example("dis -r schedule+0x5a", "the way from the function's start"),
            new CommandInfo.Example("dis -C 5 schedule+0x5a", "five before, five after"),
            new CommandInfo.Example(
                "dis -l schedule", "with source lines, where debug-info finds the kernel's file"),
            new CommandInfo.Example(
                "dis -s schedule", "with their text, from the tree that --source names"),
            new CommandInfo.Example("dis -u 51 -r 7f4e08fbb4d6", "in the program of PID 51")));
  }

  private static List<Option> options() {
    List<Option> options = new ArrayList<>(DisOptions.all());
    options.add(USER);
    return options;
  }

  @Override
  public Document run(Session session, Arguments arguments) {
    DisOptions.check(arguments, line(info().usage()));
    if (arguments.has(USER)) {
      return program(session, arguments);
    }
    try (CodeImage image = CodeImages.of(session.target())) {
      SourceColumns sources = SourceColumns.of(arguments, session, session::kernelSources);
      return new Disassembly(image, LiveNotes.of(session), sources, arguments).document();
    }
  }

  private static Document program(Session session, Arguments arguments) {
    Process process = session.process(arguments.value(USER).orElse(""));
    String word = arguments.operands().getFirst();
    String base = word.split("[+-]", 2)[0];
    OptionalLong address = AddressExpression.hexadecimal(base);
    CodeImage image =
        address.isPresent()
            ? ProcessImage.at(process, address.getAsLong())
            : ProcessImage.with(process, base);
    SourceColumns sources =
        SourceColumns.of(
            arguments,
            session,
            () -> SourceLookup.none("dis -u shows no source lines; bt -ul does"));
    return new Disassembly(image, Notes.NONE, sources, arguments).document();
  }
}
