package org.inquest.lab.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class LoaderListingTest {
  @Test
  void librariesAreListedWithoutTheLoaderAndTheKernelsOwn() {
    LoaderListing listing =
        LoaderListing.parse(
            """
            \tlinux-vdso.so.1 (0x00007ffe)
            \tlibz.so.1 => /r/usr/lib/x86_64-linux-gnu/libz.so.1 (0x00007f1)
            \tlibodd.so.3 => not found
            \tlibc.so.6 => /r/usr/lib/x86_64-linux-gnu/libc.so.6 (0x00007f2)
            \t/lib64/ld-linux-x86-64.so.2 => /r/lib64/ld-linux-x86-64.so.2 (0x00007f3)
            """);
    assertThat(listing.libraries())
        .containsExactly(
            Path.of("/r/usr/lib/x86_64-linux-gnu/libz.so.1"),
            Path.of("/r/usr/lib/x86_64-linux-gnu/libc.so.6"));
    assertThat(listing.missing()).containsExactly("libodd.so.3");
  }

  @Test
  void whatIsNoListingListsNothing() {
    assertThat(LoaderListing.parse("\tstatically linked\n").libraries()).isEmpty();
    assertThat(LoaderListing.parse(" => ").missing()).isEmpty();
  }
}
