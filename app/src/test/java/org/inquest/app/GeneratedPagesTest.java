package org.inquest.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.inquest.app.command.CommandInfo;
import org.inquest.app.command.Commands;
import org.inquest.app.command.InquestCommand;
import org.inquest.app.command.Option;
import org.junit.jupiter.api.Test;

/// Pages that are made from the code are as the code says. `./dev docs` writes them anew.
final class GeneratedPagesTest {
  private static final Path ROOT = Path.of(System.getProperty("inquest.root", ".."));

  @Test
  void commandsPageIsFresh() throws IOException {
    check("docs/commands.md", commands());
  }

  private static void check(String name, String wanted) throws IOException {
    Path page = ROOT.resolve(name);
    if (Boolean.getBoolean("inquest.update")) {
      Files.createDirectories(page.getParent());
      Files.writeString(page, wanted);
    }
    assertThat(page).as("stale: run ./dev docs").content().isEqualTo(wanted);
  }

  private static String commands() {
    StringBuilder out = new StringBuilder();
    out.append(
        "# Commands\n\nMade from the commands' own descriptions by `./dev docs`; do not edit.\n\n");
    out.append("| command | what it shows |\n|---|---|\n");
    for (InquestCommand command : Commands.all()) {
      CommandInfo info = command.info();
      out.append("| [").append(info.name()).append("](#").append(info.name().replace(' ', '-'));
      out.append(") | ");
      out.append(info.summary()).append(" |\n");
    }
    for (InquestCommand command : Commands.all()) {
      page(out, command);
    }
    return out.toString();
  }

  private static void page(StringBuilder out, InquestCommand command) {
    CommandInfo info = command.info();
    out.append("\n## ").append(info.name()).append("\n\n");
    out.append("```\n").append(command.line(info.usage())).append("\n```\n\n");
    String summary = info.summary();
    out.append(Character.toUpperCase(summary.charAt(0)))
        .append(summary.substring(1))
        .append(".\n\n");
    if (!info.options().isEmpty()) {
      out.append("| option | |\n|---|---|\n");
      for (Option option : info.options()) {
        out.append("| `").append(option.usage().replace("|", "\\|")).append("` | ");
        out.append(option.help()).append(" |\n");
      }
      out.append('\n');
    }
    out.append("| example | |\n|---|---|\n");
    for (CommandInfo.Example example : info.examples()) {
      out.append("| `").append(command.line(example.typed())).append("` | ");
      out.append(example.meaning()).append(" |\n");
    }
  }
}
