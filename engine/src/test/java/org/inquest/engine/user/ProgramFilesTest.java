package org.inquest.engine.user;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalLong;
import org.inquest.engine.user.ProgramFiles.Result;
import org.inquest.formats.testkit.ElfObject;
import org.inquest.formats.testkit.NoteBytes;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProgramFilesTest {
  private static final String PATH = "/usr/bin/program";
  private static final Optional<String> ID = Optional.of("0102030405060708");
  private static final Optional<String> OTHER = Optional.of("1111111111111111");

  @TempDir Path folder;

  @BeforeEach
  void write() throws IOException {
    byte[] file =
        new ElfObject(3, 62)
            .notes(
                ".note.gnu.build-id",
                new NoteBytes().add("GNU", 3, new byte[] {1, 2, 3, 4, 5, 6, 7, 8}).bytes())
            .bytes();
    Path program = folder.resolve("guest/usr/bin/program");
    Files.createDirectories(program.getParent());
    Files.write(program, file);
    Files.writeString(folder.resolve("secret"), "not to be read");
    Files.writeString(folder.resolve("guest/usr/bin/text"), "no program");
  }

  private ProgramFiles guest() {
    return new ProgramFiles(
        Optional.of(folder.resolve("guest")), Optional.of(folder.resolve("machine")));
  }

  private static OptionalLong bytes(long size) {
    return OptionalLong.of(size);
  }

  private static void assertRight(Result result, boolean proven) {
    assertThat(result).isInstanceOf(Result.Right.class);
    assertThat(((Result.Right) result).proven()).isEqualTo(proven);
  }

  private static String why(Result result) {
    assertThat(result).isInstanceOf(Result.None.class);
    return ((Result.None) result).why();
  }

  @Test
  void theBuildDecidesThenTheSize() throws IOException {
    long size = Files.size(folder.resolve("guest/usr/bin/program"));
    assertRight(guest().find(PATH, ID, bytes(1)), true);
    assertRight(guest().find(PATH, Optional.empty(), bytes(size)), false);
    assertRight(guest().find(PATH, Optional.empty(), OptionalLong.empty()), false);
    assertThat(why(guest().find(PATH, OTHER, bytes(size))))
        .contains("another build", ID.get(), OTHER.get());
    assertThat(why(guest().find(PATH, Optional.empty(), bytes(size + 1))))
        .contains(size + " bytes", "" + (size + 1));
  }

  @Test
  void onThisMachineOnlyTheBuildCounts() throws IOException {
    long size = Files.size(folder.resolve("guest/usr/bin/program"));
    ProgramFiles here = new ProgramFiles(Optional.empty(), Optional.of(folder.resolve("guest")));
    assertRight(here.find(PATH, ID, bytes(size)), true);
    assertThat(why(here.find(PATH, Optional.empty(), bytes(size)))).contains("--root DIR");
    assertThat(why(here.find(PATH, OTHER, bytes(size)))).contains("--root DIR");
  }

  @Test
  void pathsOfTheDumpStayInTheFolder() {
    for (String path : new String[] {"/../secret", "/usr/../../secret", "relative", "", "/\0"}) {
      assertThat(why(guest().find(path, Optional.empty(), OptionalLong.empty()))).isNotEmpty();
    }
    assertThat(why(guest().find("/usr/bin/text", ID, OptionalLong.empty()))).contains("ELF");
    assertThat(why(guest().find("/usr/bin", ID, OptionalLong.empty()))).contains("there is no");
  }
}
