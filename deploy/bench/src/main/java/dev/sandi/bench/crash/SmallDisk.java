package dev.sandi.bench.crash;

import dev.sandi.bench.BenchmarkFailure;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/** A file system of few megabytes at a directory, in memory: it really is full when it is. */
final class SmallDisk implements AutoCloseable {

  private static final int PIECE = 1 << 16;

  private final Path dir;
  private final AtomicBoolean closed = new AtomicBoolean();

  private SmallDisk(Path dir) {
    this.dir = dir;
  }

  /**
   * Mounts one, which takes root.
   *
   * @throws BenchmarkFailure if this process may not
   */
  static SmallDisk mount(Path dir, int megabytes) {
    try {
      Files.createDirectories(dir);
      run(List.of("mount", "-t", "tmpfs", "-o", "size=" + megabytes + "m", "tmpfs", dir + ""));
      return new SmallDisk(dir);
    } catch (IOException e) {
      throw new BenchmarkFailure(
          "A small disk cannot be mounted at %s (%s): only root may, on Linux."
              .formatted(dir, e.getMessage()),
          e);
    }
  }

  private Path filler() {
    return dir.resolve("filler");
  }

  /** Writes until nothing more can be written. */
  void fill() {
    byte[] piece = new byte[PIECE];
    try (OutputStream out = Files.newOutputStream(filler())) {
      while (true) {
        out.write(piece);
      }
    } catch (IOException e) {
      // No space left.
    }
  }

  /** Makes room again. */
  void clear() {
    try {
      Files.deleteIfExists(filler());
    } catch (IOException e) {
      throw new BenchmarkFailure("Room cannot be made in " + dir, e);
    }
  }

  @Override
  public void close() {
    if (closed.getAndSet(true)) {
      return;
    }
    try {
      run(List.of("umount", dir.toString()));
    } catch (IOException e) {
      System.err.println(dir + " stays mounted: " + e.getMessage());
    }
  }

  private static void run(List<String> command) throws IOException {
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    try (var output = process.inputReader()) {
      String first = output.readLine();
      if (!process.waitFor(10, TimeUnit.SECONDS) || process.exitValue() != 0) {
        throw new IOException(first == null ? "it fails" : first);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException(e);
    }
  }
}
