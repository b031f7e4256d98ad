package dev.sandi.deploy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** The process that listens on a port, where Linux lets us know. */
record PortOwner(String program, String pid) {

  private static final Path PROC = Path.of("/proc");
  private static final String LISTENING = "0A";

  static Optional<PortOwner> of(int port) {
    try (var processes = Files.newDirectoryStream(PROC, "[0-9]*")) {
      var sockets = Stream.of("tcp", "tcp6").flatMap(table -> sockets(table, port)).toList();
      for (var process : processes) {
        if (holdsOneOf(sockets, process)) {
          return Optional.of(
              new PortOwner(
                  Files.readString(process.resolve("comm")).strip(),
                  process.getFileName().toString()));
        }
      }
    } catch (IOException e) {
      // Only Linux has this directory, and a process may be gone by now.
    }
    return Optional.empty();
  }

  private static Stream<String> sockets(String table, int port) {
    try {
      return Files.readAllLines(PROC.resolve("net").resolve(table)).stream()
          .skip(1)
          .map(line -> line.strip().split("\\s+"))
          .filter(cells -> cells[1].endsWith(":%04X".formatted(port)) && cells[3].equals(LISTENING))
          .map(cells -> "socket:[" + cells[9] + "]");
    } catch (IOException e) {
      return Stream.empty();
    }
  }

  private static boolean holdsOneOf(List<String> sockets, Path process) {
    try (var files = Files.newDirectoryStream(process.resolve("fd"))) {
      for (var file : files) {
        if (sockets.contains(Files.readSymbolicLink(file).toString())) {
          return true;
        }
      }
    } catch (IOException e) {
      // Another user's, or just gone.
    }
    return false;
  }

  @Override
  public String toString() {
    return program + " (process " + pid + ")";
  }
}
