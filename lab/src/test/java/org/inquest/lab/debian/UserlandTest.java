package org.inquest.lab.debian;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.inquest.lab.process.Tool;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class UserlandTest {
  @TempDir Path folder;

  /// A loader that says how it was called stands for the real one.
  private Userland userland() throws Exception {
    Path loader = folder.resolve("lib64/ld-linux-x86-64.so.2");
    Files.createDirectories(loader.getParent());
    Files.writeString(loader, "#!/bin/sh\nfor word; do echo \"[$word]\"; done\n");
    assertThat(loader.toFile().setExecutable(true)).isTrue();
    return new Userland(folder);
  }

  @Test
  void aProgramThatIsTakenOverKeepsItsNameAndArguments() throws Exception {
    Path program = Files.writeString(folder.resolve("objtool"), "an ELF file");

    userland().takeOver(program);

    String said =
        new Tool(program.toString(), "none").run(List.of("a b", "$c"), Duration.ofSeconds(10));
    assertThat(said.lines())
        .containsExactly(
            "[--argv0]",
            "[" + program + "]",
            "[--library-path]",
            "[" + folder.resolve("usr/lib/x86_64-linux-gnu") + "]",
            "[" + program + ".elf]",
            "[a b]",
            "[$c]");
    assertThat(folder.resolve("objtool.elf")).hasContent("an ELF file");
  }

  @Test
  void launchersRunWhatIsInside() throws Exception {
    Path pahole = Files.createDirectories(folder.resolve("usr/bin")).resolve("pahole");
    Files.writeString(pahole, "an ELF file");
    Path script = folder.resolve("launch");

    userland().writeLauncher("pahole", script);

    assertThat(new Tool(script.toString(), "none").run(List.of("-J"), Duration.ofSeconds(10)))
        .contains("[" + pahole + "]")
        .endsWith("[-J]\n");
  }
}
