package org.inquest.app.command.symbol;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.inquest.app.command.Arguments;
import org.inquest.app.command.CommandInfo;
import org.inquest.app.command.InquestCommand;
import org.inquest.app.command.Option;
import org.inquest.app.command.Session;
import org.inquest.app.command.TypeLookup.Found;
import org.inquest.app.document.Document;
import org.inquest.app.document.Gap;
import org.inquest.app.document.Group;
import org.inquest.engine.debug.name.NameKind;
import org.inquest.engine.expression.Expression;
import org.inquest.engine.expression.Result;
import org.inquest.engine.type.EnumType;
import org.inquest.engine.type.Type;
import org.inquest.engine.type.VoidType;
import org.inquest.formats.fault.NotFound;
import org.inquest.formats.fault.UsageError;

/// What a name is the name of. C allows one name for a struct, a variable and more: all are told.
public final class WhatisCommand implements InquestCommand {
  private static final Option PLACES =
      Option.flag("-l", "with the file and line of the declaration, from debug information");
  private static final Option SIZE =
      Option.value("-r", "SIZE[-SIZE]", "structures of that size, or of a size between");
  private static final Option MEMBER =
      Option.value("-m", "TYPE", "structures with a member of that type, or a pointer to it");
  private static final Option HEX = Option.flag("-x", "sizes in hexadecimal");

  @Override
  public CommandInfo info() {
    return new CommandInfo(
        "whatis",
        "the type of a variable, function, member or type",
        "[NAME | EXPRESSION]",
        List.of(PLACES, SIZE, MEMBER, HEX),
        List.of(
            new CommandInfo.Example("whatis init_task", "a global variable"),
            new CommandInfo.Example("whatis -l schedule", "a function, and where it is declared"),
            new CommandInfo.Example("whatis atomic_t", "what a typedef stands for"),
            new CommandInfo.Example("whatis PIDTYPE_TGID", "an enumerator"),
            new CommandInfo.Example("whatis init_task.mm->pgd", "an expression"),
            new CommandInfo.Example("whatis -r 256-320 -m kref", "sizes and members at once")));
  }

  @Override
  public Document run(Session session, Arguments arguments) {
    Optional<String> size = arguments.value(SIZE);
    Optional<String> member = arguments.value(MEMBER);
    if (arguments.operands().isEmpty() && (size.isPresent() || member.isPresent())) {
      return new StructureTable(arguments.has(HEX)).of(session.types().types(), size, member);
    }
    if (arguments.operands().isEmpty()) {
      throw new UsageError("whatis: usage: inquest VMCORE " + info().usage());
    }
    String text = String.join(" ", arguments.operands());
    boolean places = arguments.has(PLACES);
    // Somebody who names a vmlinux wants to see what it adds.
    Meanings meanings = new Meanings(session, arguments.has(HEX), places || session.namesVmlinux());
    List<Document> found = meanings.of(text);
    if (found.isEmpty() && isName(text)) {
      throw new NotFound(
          "type, variable, function or enumerator",
          text,
          session
              .types()
              .missing()
              .map(why -> "the kernel, as far as BTF tells; " + why)
              .orElse("the kernel"));
    }
    if (found.isEmpty()) {
      found = List.of(expression(session, text, arguments.has(HEX)));
    }
    Optional<String> missing = places ? session.types().missing() : Optional.empty();
    if (missing.isPresent()) {
      found = new ArrayList<>(found);
      found.add(new Gap("files and lines are in debug information (DWARF): " + missing.get()));
    }
    return found.size() == 1 ? found.getFirst() : new Group("meanings", found);
  }

  private static boolean isName(String text) {
    return text.chars().allMatch(Character::isJavaIdentifierPart)
        && !Character.isDigit(text.charAt(0));
  }

  private static Document expression(Session session, String text, boolean hex) {
    GlobalScope scope = new GlobalScope(session, OptionalInt.empty());
    Result result = Expression.evaluate(text, scope);
    if (result.type() instanceof VoidType && result instanceof Result.Stored) {
      throw scope.typeUnknown(text);
    }
    return new Meaning("expression", text, result.type(), Optional.empty())
        .document(result.type().name(), hex);
  }

  /// Collects what a name means.
  private record Meanings(Session session, boolean hex, boolean places) {
    private static final List<NameKind> TYPES =
        List.of(NameKind.STRUCT, NameKind.UNION, NameKind.ENUM, NameKind.ORDINARY);

    List<Document> of(String text) {
      List<Document> all = new ArrayList<>();
      String[] words = text.split(" ");
      if (words.length == 1) {
        symbol(text, all);
        for (NameKind kind : TYPES) {
          type(kind, text, all);
        }
        enumerator(text, all);
        if (all.isEmpty() && isName(text)) {
          new GlobalScope(session, OptionalInt.empty())
              .locals(text)
              .forEach(meaning -> all.add(meaning.declaration(hex)));
        }
      } else {
        for (NameKind kind : TYPES) {
          if (words.length == 2 && words[0].equals(keyword(kind).strip())) {
            type(kind, words[1], all);
          }
        }
        if (all.isEmpty()) {
          session
              .types()
              .types()
              .findAnywhere(text)
              .ifPresent(type ->
                  all.add(new Meaning("type", text, type, Optional.empty()).definition(hex)));
        }
      }
      return all;
    }

    private static String keyword(NameKind kind) {
      return switch (kind) {
        case STRUCT -> "struct ";
        case UNION -> "union ";
        case ENUM -> "enum ";
        default -> "";
      };
    }

    private void symbol(String name, List<Document> all) {
      if (session.target().symbols().all(name).isEmpty()) {
        return;
      }
      GlobalScope scope = new GlobalScope(session, OptionalInt.empty());
      for (Meaning meaning : scope.meanings(name, places)) {
        all.add(meaning.declaration(hex));
      }
    }

    private void type(NameKind kind, String name, List<Document> all) {
      List<Found> described = places ? session.types().all(kind, name) : List.of();
      for (Found found : described) {
        all.add(
            new Meaning("type", name, found.thing().type(), Optional.of(found)).definition(hex));
      }
      if (described.isEmpty()) {
        Optional<Type> type = session.types().types().findAnywhere(keyword(kind) + name);
        type.ifPresent(
            t -> all.add(new Meaning("type", name, t, Optional.empty()).definition(hex)));
      }
    }

    private void enumerator(String name, List<Document> all) {
      if (!all.isEmpty() && !places) {
        return;
      }
      Optional<EnumType> type = session.types().types().enumeration(name);
      Optional<Found> place =
          places
              ? session.types().all(NameKind.ENUMERATOR, name).stream().findFirst()
              : Optional.empty();
      type.ifPresent(t -> all.add(new Meaning("enumerator", name, t, place).enumerator(hex)));
    }
  }
}
