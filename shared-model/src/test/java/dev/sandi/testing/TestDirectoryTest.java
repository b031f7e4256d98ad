package dev.sandi.testing;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class TestDirectoryTest {

  @Test
  void isSweptWhenItsJvmIsGone() throws IOException {
    // Given
    var gone = Files.createTempDirectory("sandi-test-" + noProcess() + "-");
    Files.writeString(gone.resolve("file"), "left behind");

    // When
    TestDirectory.sweep();

    // Then
    assertThat(gone).doesNotExist();
  }

  @Test
  void isKeptWhileItsJvmRuns() {
    // Given
    try (var mine = TestDirectory.create()) {

      // When
      TestDirectory.sweep();

      // Then
      assertThat(mine.path()).isDirectory();
    }
  }

  @Test
  void leavesDirectoriesOfOtherNamesAlone() throws IOException {
    // Given
    Path other = Files.createTempDirectory("sandi-test-somebody-");

    // When
    TestDirectory.sweep();

    // Then
    assertThat(other).isDirectory();
    Files.delete(other);
  }

  private static long noProcess() throws IOException {
    var process = new ProcessBuilder("true").start();
    process.onExit().join();
    return process.pid();
  }
}
