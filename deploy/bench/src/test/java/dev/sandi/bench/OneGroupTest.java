package dev.sandi.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class OneGroupTest {

  @Test
  void whatARunStartsIsInItsGroupUntilItsEnd() throws Exception {
    // Given
    String before = groupsOf("self");

    // When
    OneGroup group = OneGroup.ofThisRun(new Progress());
    String during = groupsOf("self");
    assumeTrue(!during.equals(before), "groups cannot be made, or are not needed here");
    Process child = new ProcessBuilder("sleep", "60").start();
    String ofChild = groupsOf(Long.toString(child.pid()));
    child.destroyForcibly().waitFor();
    group.close();

    // Then
    assertThat(during).contains("sandi-bench-" + ProcessHandle.current().pid());
    assertThat(ofChild).isEqualTo(during);
    assertThat(groupsOf("self")).isEqualTo(before);
  }

  private static String groupsOf(String process) throws IOException {
    Path groups = Path.of("/proc", process, "cgroup");
    assumeTrue(Files.exists(groups), "this is not Linux");
    return Files.readString(groups);
  }
}
