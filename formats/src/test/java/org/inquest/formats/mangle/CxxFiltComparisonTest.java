package org.inquest.formats.mangle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// All names of C++'s own library, and of the JVM that runs this, against binutils.
class CxxFiltComparisonTest {
  @TempDir Path folder;

  private List<String> run(String shell) throws IOException, InterruptedException {
    Path out = folder.resolve("out");
    Process process =
        new ProcessBuilder("sh", "-c", shell)
            .directory(folder.toFile())
            .redirectOutput(out.toFile())
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    process.waitFor();
    return Files.readAllLines(out);
  }

  @Test
  void theSameAsBinutils() throws IOException, InterruptedException {
    for (String tool : List.of("c++filt", "nm")) {
      assumeTrue(Files.isExecutable(Path.of("/usr/bin", tool)), "needs binutils");
    }
    String libraries =
        "/usr/lib/*/libstdc++.so.6 /usr/lib/*/libicui18n.so.* "
            + Path.of(System.getProperty("java.home"), "lib/server/libjvm.so");
    String list =
        "for f in "
            + libraries
            + "; do nm -D $f; nm $f; done | awk '{print $NF}' | sed 's/@.*//' | grep '^_Z' | sort -u";
    List<String> names = run(list);
    assumeTrue(names.size() > 1000, "no library of C++ is installed");
    Files.write(folder.resolve("names"), names);
    List<String> theirs = run("c++filt --no-verbose < names");
    assertThat(theirs).hasSameSizeAs(names);
    long same = 0;
    long raw = 0;
    for (int i = 0; i < names.size(); i++) {
      String ours = Demangled.name(names.get(i));
      same += ours.equals(theirs.get(i)) ? 1 : 0;
      raw += ours.equals(names.get(i)) && !theirs.get(i).equals(ours) ? 1 : 0;
    }
    assertThat(raw).as("names that stay as they are, of %d", names.size()).isLessThanOrEqualTo(5);
    // The rest are spaces between two `>` behind an empty pack.
    assertThat(same / (double) names.size()).isGreaterThan(0.998);
  }
}
