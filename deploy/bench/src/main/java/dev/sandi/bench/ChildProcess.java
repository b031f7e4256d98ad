package dev.sandi.bench;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;

/** A JVM of the run. It is asked by lines, and ends when nobody can ask any more. */
public final class ChildProcess implements AutoCloseable {

  /** Before what is told; whatever else a child prints is for the eyes. */
  private static final String MARK = "@bench ";

  private final Class<?> main;
  private final Process process;
  private final BufferedReader told;
  private final PrintStream asked;

  private ChildProcess(Class<?> main, Process process) {
    this.main = main;
    this.process = process;
    this.told = new BufferedReader(new InputStreamReader(process.getInputStream(), UTF_8));
    this.asked = new PrintStream(process.getOutputStream(), true, UTF_8);
  }

  public static ChildProcess start(Class<?> main, List<String> jvm, List<String> args) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    if (Runtime.version().feature() >= 23) {
      // Kafka unmaps its indexes by Unsafe, Netty looks for natives: each start would warn of it.
      command.add("--sun-misc-unsafe-memory-access=allow");
      command.add("--enable-native-access=ALL-UNNAMED");
    }
    command.addAll(jvm);
    command.add(main.getName());
    command.addAll(args);
    ProcessBuilder builder =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT);
    builder.environment().put("CLASSPATH", System.getProperty("java.class.path"));
    try {
      return new ChildProcess(main, builder.start());
    } catch (IOException e) {
      throw new BenchmarkFailure(main.getSimpleName() + " cannot be started.", e);
    }
  }

  /** The next thing that the child tells. */
  public String hear() {
    try {
      String line;
      while ((line = told.readLine()) != null) {
        if (line.startsWith(MARK)) {
          return line.substring(MARK.length());
        }
        System.err.println(line);
      }
    } catch (IOException e) {
      throw new BenchmarkFailure(main.getSimpleName() + " cannot be heard.", e);
    }
    throw new BenchmarkFailure(main.getSimpleName() + " has ended.");
  }

  public String ask(String question) {
    asked.println(question);
    return hear();
  }

  ProcessHandle handle() {
    return process.toHandle();
  }

  /** For the child: tells its parent. */
  public static void tell(String line) {
    System.out.println(MARK + line);
  }

  /** For the child: answers its parent until there is none. */
  public static void answer(UnaryOperator<String> answers) {
    try (var in = new BufferedReader(new InputStreamReader(System.in, UTF_8))) {
      String line;
      while ((line = in.readLine()) != null) {
        tell(answers.apply(line));
      }
    } catch (IOException e) {
      // As good as the end.
    }
  }

  /** Ends it as {@code kill -9} does, at once and without a word to it. */
  public void kill() {
    process.destroyForcibly().onExit().join();
  }

  @Override
  public void close() {
    asked.close();
    process
        .onExit()
        .orTimeout(5, TimeUnit.SECONDS)
        .exceptionally(
            late -> {
              process.destroyForcibly();
              return process;
            })
        .join();
  }
}
