package dev.sandi.bench.crash;

import dev.sandi.bench.crash.Part.Role;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.Collectors;

/** Parts die, or stand still. */
final class KillParts implements Mishaps {

  private static final long LONGEST_DEATH = 4_000;
  private static final long LONGEST_FREEZE = 12_000;

  /** Longer than leases, and than a broker waits for a consumer. */
  private static final long LONG_FREEZE = 45_000;

  private final List<Part> parts;

  KillParts(List<Part> parts) {
    this.parts = List.copyOf(parts);
  }

  /** How. */
  enum Kind {
    /** {@code kill -9}. */
    KILLED("killed"),
    /** SIGTERM. */
    TERMINATED("terminated"),
    /** SIGSTOP, and after a while SIGCONT. */
    FROZEN("frozen");

    private final String words;

    Kind(String words) {
      this.words = words;
    }
  }

  @Override
  public Mishap draw(SplittableRandom random) {
    Part part = parts.get(random.nextInt(parts.size()));
    Kind kind = kind(random);
    return new Hit(part, kind, length(kind, random), impact(part, parts));
  }

  private static Kind kind(SplittableRandom random) {
    double lot = random.nextDouble();
    return lot < 0.55 ? Kind.KILLED : lot < 0.7 ? Kind.TERMINATED : Kind.FROZEN;
  }

  private static long length(Kind kind, SplittableRandom random) {
    if (kind != Kind.FROZEN) {
      return random.nextLong(LONGEST_DEATH);
    }
    return random.nextDouble() < 0.1 ? LONG_FREEZE : random.nextLong(500, LONGEST_FREEZE);
  }

  static Impact impact(Part part, List<Part> all) {
    return switch (part.role()) {
      case INGRESS -> Impact.NONE.stopping(part.name());
      case PROCESSOR -> Impact.doubting(Doubt.SUBMITS).stopping(part.name());
      case DISPATCHER -> Impact.doubting(Doubt.CALLBACKS).stopping(part.name());
      case BROKER -> Impact.NONE;
      case DATABASE -> Impact.doubting(Doubt.SUBMITS, Doubt.CALLBACKS).cuttingOff(copies(all));
    };
  }

  static Set<String> copies(List<Part> parts) {
    return parts.stream()
        .filter(part -> part.role() != Role.BROKER && part.role() != Role.DATABASE)
        .map(Part::name)
        .collect(Collectors.toSet());
  }

  private record Hit(Part part, Kind kind, long length, Impact impact) implements Mishap {

    @Override
    public String place() {
      return part.name();
    }

    @Override
    public String what() {
      return kind.words;
    }

    @Override
    public void begin() {
      switch (kind) {
        case KILLED -> part.kill();
        case TERMINATED -> part.terminate();
        case FROZEN -> part.freeze();
      }
    }

    @Override
    public void end() {
      if (kind == Kind.FROZEN) {
        part.thaw();
      } else {
        part.start();
      }
    }

    @Override
    public boolean isOver() {
      if (part instanceof ServicePart service && !service.isAlive()) {
        // It gave up, as when the database died while it started; an orchestrator starts it again.
        service.start();
      }
      return part.isReady();
    }
  }
}
