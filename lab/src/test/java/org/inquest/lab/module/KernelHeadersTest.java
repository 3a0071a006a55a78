package org.inquest.lab.module;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.inquest.formats.fault.Unavailable;
import org.inquest.lab.debian.LabCache;
import org.inquest.lab.debian.Userland;
import org.inquest.lab.kernel.GuestKernel;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KernelHeadersTest {
  @TempDir Path folder;

  @Test
  void debiansHeadersAreUsedWhereTheyLie() throws Exception {
    Path sources = folder.resolve("usr/src");
    Path build = Files.createDirectories(sources.resolve("linux-headers-6.1.0-9-cloud-amd64"));
    Path common = Files.createDirectories(sources.resolve("linux-headers-6.1.0-9-common"));
    Files.writeString(
        build.resolve(".config"), "CONFIG_CC_VERSION_TEXT=\"gcc-12 (Debian 12.2.0-14) 12.2.0\"\n");
    Files.writeString(build.resolve("Module.symvers"), "0x1 printk vmlinux");

    KernelHeaders headers =
        KernelHeaders.debian("6.1.0-9-cloud-amd64", folder, new Userland(folder));

    assertThat(headers.makeArguments())
        .containsExactly(
            "-C", build.toString(), "-f", common + "/Makefile", "KBUILD_OUTPUT=" + build);
    assertThat(headers.compiler()).endsWith(" 12.2.0");
    assertThat(headers.fingerprint()).asString().contains("printk");
  }

  @Test
  void aKernelOfOnesOwnHasItsTreeBesideIt() throws Exception {
    Path image = Files.writeString(folder.resolve("bzImage"), "x");
    GuestKernel kernel = new GuestKernel("6.1.192-mine", image, Optional.empty());
    LabCache cache = new LabCache(folder.resolve("cache"));
    assertThatThrownBy(() -> KernelHeaders.of(kernel, cache, s -> {}))
        .isInstanceOf(Unavailable.class)
        .hasMessageContaining("link 'build'");

    Path tree = Files.createDirectories(folder.resolve("tree"));
    Files.writeString(tree.resolve("Makefile"), "");
    Files.createSymbolicLink(folder.resolve("build"), tree);
    assertThat(KernelHeaders.of(kernel, cache, s -> {}).makeArguments())
        .containsExactly("-C", folder.resolve("build").toString());
  }
}
