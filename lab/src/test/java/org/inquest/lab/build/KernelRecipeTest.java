package org.inquest.lab.build;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.inquest.formats.fault.MalformedInput;
import org.inquest.formats.fault.NotFound;
import org.junit.jupiter.api.Test;

class KernelRecipeTest {
  private static final String DESCRIPTION =
      "title = T\nsource = linux-source-6.1\nsuite = bookworm\n";

  @Test
  void readsAFolder() {
    KernelRecipe recipe =
        recipe("CONFIG_A=y\n", Map.of("b.patch", "B", "a.patch", "A", "x.txt", ""));
    assertThat(recipe.title()).isEqualTo("T");
    assertThat(recipe.source()).isEqualTo("linux-source-6.1");
    assertThat(recipe.suite()).isEqualTo("bookworm");
    assertThat(recipe.patches())
        .containsExactly(Map.entry("a.patch", "A"), Map.entry("b.patch", "B"));
  }

  @Test
  void namesTheOptionsThatDidNotComeThrough() {
    KernelRecipe recipe =
        recipe("# why\n\nCONFIG_A=y\n# CONFIG_B is not set\nCONFIG_C=\"x\"\n", Map.of());
    assertThat(recipe.options())
        .containsExactly("CONFIG_A=y", "# CONFIG_B is not set", "CONFIG_C=\"x\"");
    assertThat(recipe.missing("CONFIG_A=m\n# CONFIG_B is not set\nCONFIG_C=\"x\"\n"))
        .containsExactly("CONFIG_A=y");
  }

  @Test
  void isAnotherKernelWithAnotherPatchOrConfiguration() {
    String digest = recipe("CONFIG_A=y\n", Map.of("a.patch", "A")).digest();
    assertThat(recipe("CONFIG_A=y\n", Map.of("a.patch", "A")).digest()).isEqualTo(digest);
    assertThat(recipe("CONFIG_A=m\n", Map.of("a.patch", "A")).digest()).isNotEqualTo(digest);
    assertThat(recipe("CONFIG_A=y\n", Map.of("a.patch", "B")).digest()).isNotEqualTo(digest);
    assertThat(recipe("CONFIG_A=y\n", Map.of("b.patch", "A")).digest()).isNotEqualTo(digest);
    assertThat(recipe("CONFIG_A=y\n", Map.of()).digest()).isNotEqualTo(digest);
  }

  @Test
  void saysWhatAFolderLacks() {
    assertThatThrownBy(() -> KernelRecipe.of("k", Map.of("config", new byte[0])))
        .isInstanceOf(MalformedInput.class)
        .hasMessageContaining("kernel.properties");
    assertThatThrownBy(() -> KernelRecipe.of("k", Map.of("kernel.properties", bytes(DESCRIPTION))))
        .isInstanceOf(MalformedInput.class)
        .hasMessageContaining("a file config");
    assertThatThrownBy(() ->
            KernelRecipe.of(
                "k", Map.of("kernel.properties", bytes("title = T\n"), "config", new byte[0])))
        .isInstanceOf(MalformedInput.class)
        .hasMessageContaining("source");
  }

  @Test
  void theHacksKernelIsThere() {
    KernelRecipe hacks = KernelRecipes.named("hacks");
    assertThat(hacks.source()).isEqualTo("linux-source-6.1");
    assertThat(hacks.patches())
        .containsKeys(
            "mincore-under-mmap-lock.patch",
            "ext4-free-metadata-unchecked.patch",
            "init-call-late.patch");
    assertThatThrownBy(() -> KernelRecipes.named("no-such"))
        .isInstanceOf(NotFound.class)
        .hasMessageContaining("build-kernel --list");
  }

  @Test
  void everyKernelsDumpCanBeReadWithNothingBesideIt() {
    for (KernelRecipe recipe : KernelRecipes.all()) {
      assertThat(recipe.options())
          .as(recipe.name())
          .doesNotHaveDuplicates()
          .contains(
              "CONFIG_KALLSYMS_ALL=y",
              "CONFIG_DEBUG_INFO_BTF=y",
              "CONFIG_UNWINDER_ORC=y",
              "CONFIG_CRASH_DUMP=y",
              "CONFIG_PROC_VMCORE=y");
    }
  }

  @Test
  void everyPatchSaysFirstWhatItIsFor() {
    for (KernelRecipe recipe : KernelRecipes.all()) {
      recipe
          .patches()
          .forEach((name, text) -> {
            List<String> lines = text.lines().toList();
            assertThat(lines.getFirst()).as(name).matches("[A-Za-z].*\\.");
            assertThat(lines)
                .as(name)
                .anyMatch(l -> l.startsWith("--- a/") || l.equals("--- /dev/null"));
            assertThat(lines).as(name).anyMatch(l -> l.startsWith("+++ b/"));
            assertThat(lines).as(name).noneMatch(l -> l.contains("\r"));
          });
    }
  }

  static KernelRecipe recipe(String config, Map<String, String> more) {
    Map<String, byte[]> files = new HashMap<>();
    files.put("kernel.properties", bytes(DESCRIPTION));
    files.put("config", bytes(config));
    more.forEach((name, text) -> files.put(name, bytes(text)));
    return KernelRecipe.of("k", files);
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
