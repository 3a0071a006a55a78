package org.inquest.lab.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tukaani.xz.LZMA2Options;
import org.tukaani.xz.XZOutputStream;

class ModuleFilesTest {
  @TempDir Path folder;

  @Test
  void ordersModulesAfterWhatTheyNeed() throws Exception {
    plain("drivers/virtio/virtio-pci.ko", "virtio,virtio_ring");
    plain("drivers/virtio/virtio.ko", "virtio_ring");
    plain("drivers/virtio/virtio_ring.ko", "");
    packed("drivers/block/virtio_blk.ko.xz", "virtio,virtio_ring");
    assertThat(
            new ModuleFiles(folder)
                .withNeeds(List.of("virtio_blk", "virtio_pci", "built_in"))
                .keySet())
        .containsExactly("virtio_ring", "virtio", "virtio_blk", "virtio_pci");
  }

  @Test
  void unpacksWhatIsCompressed() throws Exception {
    packed("a.ko.xz", "");
    assertThat(new ModuleFiles(folder).withNeeds(List.of("a")).get("a")).isEqualTo(image(""));
  }

  @Test
  void aLoopOfNeedsEnds() throws Exception {
    plain("a.ko", "b");
    plain("b.ko", "a");
    assertThat(new ModuleFiles(folder).withNeeds(List.of("a"))).containsKeys("a", "b");
  }

  @Test
  void aModuleWithoutNeeds() {
    assertThat(ModuleFiles.depends(new byte[100])).isEmpty();
    assertThat(ModuleFiles.depends(image(""))).isEmpty();
  }

  private static byte[] image(String depends) {
    return ("\177ELF\0license=GPL\0depends=" + depends + "\0name=x\0")
        .getBytes(StandardCharsets.ISO_8859_1);
  }

  private void plain(String name, String depends) throws Exception {
    Path p = folder.resolve(name);
    Files.createDirectories(p.getParent());
    Files.write(p, image(depends));
  }

  private void packed(String name, String depends) throws Exception {
    Path p = folder.resolve(name);
    Files.createDirectories(p.getParent());
    try (OutputStream out = new XZOutputStream(Files.newOutputStream(p), new LZMA2Options(1))) {
      out.write(image(depends));
    }
  }
}
