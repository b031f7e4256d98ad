package dev.sandi.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Has the kernel share the cores among all threads of a run, as one control group.
 *
 * <p>By itself Linux makes a scheduling group of every session (sched(7), "The autogroup feature"),
 * and each backend of PostgreSQL is a session. While the compilers of the JVMs kept both cores
 * busy, Linux 6.18 let a backend that was ready to run wait for up to 0.2 s, and in an experiment
 * for 0.9 s, when it was in another group; in the same one, for 15 ms.
 */
final class OneGroup implements AutoCloseable {

  /** Version 1 has a hierarchy for each controller, version 2 one for all. */
  private static final List<Path> HIERARCHIES =
      Stream.of("/sys/fs/cgroup/cpu", "/sys/fs/cgroup/cpu,cpuacct", "/sys/fs/cgroup")
          .map(Path::of)
          .toList();

  /** Each is only there if the controller of the cores is. */
  private static final List<String> CONTROLLED = List.of("cpu.shares", "cpu.weight");

  private static final String MEMBERS = "cgroup.procs";
  private static final String NAME = "sandi-bench-";

  private final String pid = Long.toString(ProcessHandle.current().pid());
  private final @Nullable Path group;

  private OneGroup(boolean wanted, Progress progress) {
    if (!wanted) {
      group = null;
      return;
    }
    group =
        HIERARCHIES.stream()
            .map(this::enter)
            .flatMap(Optional::stream)
            .findFirst()
            .orElseThrow(
                () ->
                    new BenchmarkFailure(
                        "bench.one-group is true, and this user may make no control group"));
    progress.tell("All processes of this run share the cores as one control group");
  }

  /**
   * Makes a group of this process and of all that it starts from now on.
   *
   * @param wanted or leaves the sharing of the cores to the machine
   */
  static OneGroup ofThisRun(boolean wanted, Progress progress) {
    return new OneGroup(wanted, progress);
  }

  private Optional<Path> enter(Path hierarchy) {
    Path made = hierarchy.resolve(NAME + pid);
    try (var left = Files.newDirectoryStream(hierarchy, NAME + "*")) {
      // By runs that were killed. The kernel keeps those that have members.
      left.forEach(OneGroup::remove);
      Files.createDirectory(made);
      if (CONTROLLED.stream().anyMatch(file -> Files.exists(made.resolve(file)))) {
        Files.writeString(made.resolve(MEMBERS), pid);
        return Optional.of(made);
      }
    } catch (IOException e) {
      // There is no such hierarchy, or it is not ours to change.
    }
    remove(made);
    return Optional.empty();
  }

  private static void remove(Path group) {
    try {
      Files.deleteIfExists(group);
    } catch (IOException e) {
      // What a run that failed has started is still ending. The next run removes it.
    }
  }

  /** Goes back to where this process came from. */
  @Override
  public void close() {
    if (group != null) {
      try {
        Files.writeString(group.resolveSibling(MEMBERS), pid);
      } catch (IOException e) {
        return;
      }
      remove(group);
    }
  }
}
