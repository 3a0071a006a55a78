package org.inquest.app.command.profile;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

/// What is said where the usual profile is not there.
final class ProfileInputTest {
  @Test
  void theRemedyIsTold() {
    assertThat(ProfileInput.missing(List.of()))
        .isEqualTo(
            "there is no perf.data in this folder; name the profile, or make one: inquest profile"
                + " record -- COMMAND");
  }

  @Test
  void aWordThatMayHaveBeenTheFileIsNamed() {
    assertThat(ProfileInput.missing(List.of("nofile", "other")))
        .contains("neither a file nofile")
        .contains("if that is a function")
        .contains("profile record")
        .hasLineCount(1);
  }
}
