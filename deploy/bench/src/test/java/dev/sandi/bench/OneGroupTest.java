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
    assumeTrue(Files.isWritable(Path.of("/sys/fs/cgroup/cpu")), "groups cannot be made here");
    String before = groupsOf("self");

    // When
    OneGroup group = OneGroup.ofThisRun(true, new Progress());
    String during = groupsOf("self");
    Process child = new ProcessBuilder("sleep", "60").start();
    String ofChild = groupsOf(Long.toString(child.pid()));
    child.destroyForcibly().waitFor();
    group.close();

    // Then
    assertThat(during).contains("sandi-bench-" + ProcessHandle.current().pid());
    assertThat(ofChild).isEqualTo(during);
    assertThat(groupsOf("self")).isEqualTo(before);
  }

  @Test
  void whatAKilledRunLeftIsRemovedByTheNext() throws Exception {
    // Given
    Path left = Path.of("/sys/fs/cgroup/cpu/sandi-bench-of-a-killed-run");
    assumeTrue(Files.isWritable(Path.of("/sys/fs/cgroup/cpu")), "groups cannot be made here");
    Files.createDirectory(left);

    // When
    OneGroup.ofThisRun(true, new Progress()).close();

    // Then
    assertThat(left).doesNotExist();
  }

  private static String groupsOf(String process) throws IOException {
    Path groups = Path.of("/proc", process, "cgroup");
    assumeTrue(Files.exists(groups), "this is not Linux");
    return Files.readString(groups);
  }
}
