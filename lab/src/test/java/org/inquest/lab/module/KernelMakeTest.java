package org.inquest.lab.module;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.inquest.formats.fault.Unavailable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KernelMakeTest {
  @TempDir Path folder;

  @Test
  void theCompilersFirstErrorTellsMost() {
    String output =
        """
        make: Entering directory '/x'
          CC [M]  /tmp/m/bank.o
        bank.ko.c: In function 'transfer':
        bank.ko.c:7:2: warning: unused variable 'x'
        bank.ko.c:9:17: error: 'struct account' has no member named 'lok'; did you mean 'lock'?
        bank.ko.c:10:17: error: 'struct account' has no member named 'lok'; did you mean 'lock'?
        make[2]: *** [scripts/Makefile.build:250: /tmp/m/bank.o] Error 1
        """;
    assertThat(new KernelMake.Result(false, output).firstComplaint())
        .isEqualTo(
            "bank.ko.c:9:17: error: 'struct account' has no member named 'lok'; did you mean 'lock'?");
  }

  @Test
  void thenTheLinkersThenMakes() {
    String modpost =
        "ERROR: modpost: \"nope\" [/tmp/m/bank.ko] undefined!\nmake: *** [all] Error 2\n";
    assertThat(new KernelMake.Result(false, modpost).firstComplaint())
        .isEqualTo("ERROR: modpost: \"nope\" [/tmp/m/bank.ko] undefined!");
    assertThat(new KernelMake.Result(false, "a\nmake: *** No rule to make\n").firstComplaint())
        .isEqualTo("make: *** No rule to make");
    assertThat(
            new KernelMake.Result(false, "gcc: error: unrecognized command-line option '-fx'")
                .firstComplaint())
        .contains("-fx");
    assertThat(new KernelMake.Result(false, "").firstComplaint()).isEqualTo("no output");
  }

  @Test
  void aTreeOfOnesOwnIsBuiltInAsItIs() throws Exception {
    Path tree = Files.createDirectories(folder.resolve("tree"));
    Files.writeString(tree.resolve(".config"), "\nCONFIG_X=y\n# CONFIG_Y is not set\n");
    // A kernel's makefile, as far as the caller can tell: it knows M and CC, and can fail.
    Files.writeString(
        tree.resolve("Makefile"), "modules:\n\t@echo $(CC) $(PAHOLE) at work in $(M)\n\t@exit 3\n");
    Path sources = Files.createDirectories(folder.resolve("m"));
    KernelHeaders headers =
        new KernelHeaders("6.1", tree, List.of("-C", tree.toString()), Optional.empty());
    List<String> notes = new ArrayList<>();

    KernelMake.Result result = new KernelMake(headers, sources, notes::add).modules();

    assertThat(result.succeeded()).isFalse();
    assertThat(result.output()).contains("gcc at work in " + sources);
    assertThat(notes).as("nothing is known of the kernel's compiler").isEmpty();
    assertThat(headers.isSet("CONFIG_X")).isTrue();
    assertThat(headers.isSet("CONFIG_Y")).isFalse();
  }

  @Test
  void namesThatMakeSplitsAreRefusedAtOnce() throws Exception {
    Path spaced = Files.createDirectories(folder.resolve("a b"));
    KernelHeaders headers = new KernelHeaders("6.1", folder, List.of(), Optional.empty());
    assertThatThrownBy(() -> new KernelMake(headers, spaced, s -> {}).modules())
        .isInstanceOf(Unavailable.class)
        .hasMessageContaining("a b")
        .hasMessageContaining("choose another");
  }
}
