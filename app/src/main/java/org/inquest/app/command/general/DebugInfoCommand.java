package org.inquest.app.command.general;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.inquest.app.command.Arguments;
import org.inquest.app.command.CommandInfo;
import org.inquest.app.command.InquestCommand;
import org.inquest.app.command.KernelFiles;
import org.inquest.app.command.Session;
import org.inquest.app.document.Column;
import org.inquest.app.document.Document;
import org.inquest.app.document.Field;
import org.inquest.app.document.Fields;
import org.inquest.app.document.Gap;
import org.inquest.app.document.Group;
import org.inquest.app.document.Table;
import org.inquest.app.document.Value;
import org.inquest.engine.debugfile.Attempt;
import org.inquest.engine.debugfile.DebugFile;
import org.inquest.engine.debugfile.KernelIdentity;
import org.inquest.engine.debugfile.SearchResult;
import org.inquest.engine.module.LoadedModule;
import org.inquest.formats.dwarf.DwarfFile;
import org.inquest.formats.elf.ElfFile;
import org.inquest.formats.fault.InquestException;
import org.inquest.formats.fault.UsageError;

/// Which files with debugging information there are for the dump's kernel and modules.
public final class DebugInfoCommand implements InquestCommand {
  /// More names than that nobody reads in a sentence.
  private static final int NAMED = 8;

  @Override
  public CommandInfo info() {
    return new CommandInfo(
        "debug-info",
        "files with debug information: what was found, what is missing",
        "[MODULE]...",
        List.of(),
        List.of(
            new CommandInfo.Example(
                "debug-info", "for the kernel and each module; which package has what is missing"),
            new CommandInfo.Example("debug-info ext4", "for the kernel and this module")));
  }

  @Override
  public Document run(Session session, Arguments arguments) {
    session.needsNoTypes();
    KernelFiles files = session.debugFiles();
    List<LoadedModule> modules = chosen(session, arguments.operands());
    List<Document> parts = new ArrayList<>();
    List<Attempt> refused = new ArrayList<>(files.kernel().refused());
    parts.add(kernel(files, session.typesFrom()));
    List<String> missing = new ArrayList<>();
    List<List<Value>> rows = new ArrayList<>();
    for (LoadedModule module : modules) {
      SearchResult found = files.module(module);
      rows.add(row(module.name(), found));
      refused.addAll(found.refused());
      if (found.debug().isEmpty()) {
        missing.add(module.name());
      }
    }
    if (!rows.isEmpty()) {
      parts.add(new Group("modules", List.of(Table.of(columns("module", "MODULE"), rows))));
    }
    if (!refused.isEmpty()) {
      parts.add(new Group("refused", List.of(refused(refused))));
    }
    if (files.kernel().debug().isEmpty()) {
      parts.add(new Group("searched", List.of(searched(files.kernel().attempts()))));
      parts.add(new Gap(files.missing()));
    }
    if (!missing.isEmpty()) {
      parts.add(new Gap(missing(missing, files)));
    }
    return new Group("debug_info", parts);
  }

  private static List<LoadedModule> chosen(Session session, List<String> names) {
    List<LoadedModule> all = new ArrayList<>(session.target().modules().all());
    all.sort(Comparator.comparing(LoadedModule::name));
    if (names.isEmpty()) {
      return all;
    }
    List<LoadedModule> chosen = new ArrayList<>();
    for (String name : names) {
      // The kernel turns every dash of a module's file name into an underscore.
      String wanted = name.replace('-', '_');
      chosen.add(
          all.stream()
              .filter(module -> module.name().equals(wanted))
              .findFirst()
              .orElseThrow(() -> new UsageError("debug-info: no module " + name + " is loaded")));
    }
    return chosen;
  }

  private static Document kernel(KernelFiles files, String types) {
    KernelIdentity identity = files.judge().identity();
    SearchResult found = files.kernel();
    List<Field> fields = new ArrayList<>();
    fields.add(Field.of("release", "RELEASE", identity.release()));
    fields.add(new Field("build_id", "BUILD-ID", optional(identity.buildId())));
    fields.add(
        new Field(
            "package",
            "PACKAGE",
            optional(files.distribution().map(p -> p.name() + " (" + p.distribution() + ")"))));
    fields.add(Field.of("types", "TYPES", types));
    List<Column> columns = columns("file_of", "");
    List<Value> row = row("", found);
    for (int i = 1; i < columns.size(); i++) {
      fields.add(new Field(columns.get(i).key(), columns.get(i).title(), row.get(i)));
    }
    return new Group("kernel", List.of(new Fields(fields)));
  }

  private static List<Column> columns(String key, String title) {
    return List.of(
        Column.left(key, title),
        Column.left("debug_info", "DEBUG INFO"),
        Column.left("file", "FILE"),
        Column.left("found", "FOUND"),
        Column.left("proof", "KNOWN BY"));
  }

  private static List<Value> row(String name, SearchResult found) {
    Optional<DebugFile> file = found.debug().or(found::plain);
    return List.of(
        Value.of(name),
        found.debug().isPresent() ? encoding(found.debug().get()) : Value.of("none"),
        optional(file.map(f -> f.path().toString())),
        optional(file.map(f -> f.way().text())),
        optional(file.map(f -> f.proof().isEmpty() ? "its name only" : f.proof())));
  }

  /// Units of other languages and assemblers may have another version; the first is the compiler's
  /// as a rule.
  private static Value encoding(DebugFile found) {
    try (ElfFile file = found.open()) {
      OptionalInt version = DwarfFile.of(file).version();
      return version.isPresent()
          ? Value.of("DWARF " + version.getAsInt())
          : new Value.Missing(found.path() + ": has no unit that can be read");
    } catch (InquestException e) {
      return new Value.Missing(e.getMessage());
    }
  }

  private static Value optional(Optional<String> text) {
    return text.map(Value::of).orElseGet(Value::none);
  }

  private static Document refused(List<Attempt> all) {
    List<List<Value>> rows = new ArrayList<>();
    for (Attempt attempt : all) {
      rows.add(
          List.of(
              Value.of(attempt.place()), Value.of(attempt.way().text()), Value.of(attempt.why())));
    }
    return Table.of(
        List.of(
            Column.left("file", "REFUSED"),
            Column.left("found", "FOUND"),
            Column.left("why", "WHY")),
        rows);
  }

  private static Document searched(List<Attempt> all) {
    List<List<Value>> rows = new ArrayList<>();
    for (Attempt attempt : all) {
      if (attempt.absent()) {
        rows.add(List.of(Value.of(attempt.place()), Value.of(attempt.way().text())));
      }
    }
    return Table.of(
        List.of(Column.left("file", "NOT THERE"), Column.left("found", "LOOKED FOR")), rows);
  }

  private static String missing(List<String> modules, KernelFiles files) {
    String names = String.join(", ", modules.subList(0, Math.min(NAMED, modules.size())));
    String more = modules.size() > NAMED ? " and " + (modules.size() - NAMED) + " more" : "";
    String where =
        files
            .distribution()
            .map(p -> "; those of " + p.distribution() + " are in " + p.name())
            .orElse("");
    return "no file with debug information for "
        + names
        + more
        + where
        + "; --modules DIR names a folder with such files";
  }
}
