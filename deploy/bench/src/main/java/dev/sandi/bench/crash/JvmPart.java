package dev.sandi.bench.crash;

import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A part that is one JVM. */
abstract class JvmPart implements Part {

  private final String name;
  private final Role role;
  private final Class<?> main;
  private final List<String> jvm;
  private final Path log;
  private volatile @Nullable OsProcess process;

  JvmPart(String name, Role role, Class<?> main, List<String> jvm, Path logs) {
    this.name = name;
    this.role = role;
    this.main = main;
    this.jvm = List.copyOf(jvm);
    this.log = logs.resolve(name + ".log");
  }

  /** What its {@code main} is told. */
  abstract List<String> arguments();

  @Override
  public final String name() {
    return name;
  }

  @Override
  public final Role role() {
    return role;
  }

  @Override
  public final void start() {
    process = OsProcess.start(main.getName(), jvm, arguments(), log);
  }

  final boolean isAlive() {
    return process().isAlive();
  }

  private OsProcess process() {
    return Objects.requireNonNull(process);
  }

  @Override
  public final void kill() {
    process().kill();
  }

  @Override
  public final void terminate() {
    process().terminate();
  }

  @Override
  public final void freeze() {
    process().freeze();
  }

  @Override
  public final void thaw() {
    process().thaw();
  }
}
