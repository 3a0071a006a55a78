package org.inquest.app.command.lab;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.inquest.app.command.Arguments;
import org.inquest.app.command.CommandInfo;
import org.inquest.app.command.InquestCommand;
import org.inquest.app.command.Option;
import org.inquest.app.command.Session;
import org.inquest.app.document.Column;
import org.inquest.app.document.Document;
import org.inquest.app.document.Field;
import org.inquest.app.document.Fields;
import org.inquest.app.document.Table;
import org.inquest.app.document.Value;
import org.inquest.formats.fault.UsageError;
import org.inquest.lab.build.BuiltKernel;
import org.inquest.lab.build.KernelBuilder;
import org.inquest.lab.build.KernelRecipe;
import org.inquest.lab.build.KernelRecipes;

/// Builds a kernel that no distribution ships: old bugs put back, faults on request. `lab run` and
/// the other commands of the lab take its name for `--kernel`.
///
/// The source is Debian's; the result is kept in the cache, some 2 GB of it, with the tree that
/// modules are built against. What takes minutes the first time is there at once the next.
public final class LabBuildKernelCommand implements InquestCommand {
  private static final Option LIST = Option.flag("--list", "show which kernels can be built");
  private static final Option REFRESH =
      Option.flag("--refresh", "look for newer source although the kernel is built");

  @Override
  public CommandInfo info() {
    return new CommandInfo(
        "lab build-kernel",
        "build a kernel with bugs and fault injection; takes minutes",
        "[NAME]",
        List.of(LIST, REFRESH),
        List.of(
            new CommandInfo.Example("lab build-kernel hacks", "then: lab run ... --kernel hacks"),
            new CommandInfo.Example(
                "lab build-kernel --list", "what there is, and what is built")));
  }

  @Override
  public boolean needsDump() {
    return false;
  }

  @Override
  public Document run(Session session, Arguments arguments) {
    KernelBuilder builder =
        new KernelBuilder(LabSetup.cacheFolder(), LabSetup.progress(false)::step);
    if (arguments.has(LIST)) {
      return list(builder);
    }
    if (arguments.operands().size() != 1) {
      throw new UsageError(
          "lab build-kernel: which kernel? 'inquest lab build-kernel --list' shows them");
    }
    KernelRecipe recipe = KernelRecipes.named(arguments.operands().getFirst());
    return report(builder.build(recipe, arguments.has(REFRESH)));
  }

  private static Document list(KernelBuilder builder) {
    List<List<Value>> rows = new ArrayList<>();
    for (KernelRecipe recipe : KernelRecipes.all()) {
      Optional<BuiltKernel> built = builder.find(recipe);
      rows.add(
          List.of(
              Value.of(recipe.name()),
              Value.of(recipe.source()),
              built.map(k -> Value.of(k.sourceVersion())).orElse(Value.none()),
              Value.of(recipe.title())));
    }
    return Table.of(
        List.of(
            Column.left("kernel", "KERNEL"),
            Column.left("source", "SOURCE"),
            Column.left("built", "BUILT"),
            Column.left("title", "WHAT IT HAS")),
        rows);
  }

  private static Document report(KernelBuilder.Result result) {
    BuiltKernel kernel = result.kernel();
    List<Field> fields = new ArrayList<>();
    fields.add(Field.of("kernel", "kernel", kernel.recipe()));
    fields.add(Field.of("release", "release", kernel.kernel().release()));
    fields.add(Field.of("source_version", "source version", kernel.sourceVersion()));
    fields.add(Field.of("image", "image", kernel.kernel().image().toString()));
    fields.add(Field.of("tree", "tree for modules", kernel.tree().toString()));
    fields.add(new Field("built_before", "built before", Value.of(result.cached())));
    Duration took = kernel.took();
    fields.add(
        new Field(
            "build_seconds",
            "build took",
            new Value.Shown(
                String.format(Locale.ROOT, "%d min %d s", took.toMinutes(), took.toSecondsPart()),
                took.toSeconds())));
    return new Fields(fields);
  }
}
