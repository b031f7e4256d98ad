package dev.sandi.bench.traffic;

import java.time.Instant;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** Scenes at moments that are known from the beginning: few. */
final class Moments implements Source {

  private final Iterator<Instant> moments;
  private final Function<Instant, List<Event>> scene;

  Moments(List<Instant> moments, Function<Instant, List<Event>> scene) {
    this.moments = moments.stream().sorted().iterator();
    this.scene = scene;
  }

  @Override
  public Optional<Scene> next() {
    if (!moments.hasNext()) {
      return Optional.empty();
    }
    Instant at = moments.next();
    return Optional.of(new Scene(at, scene.apply(at)));
  }
}
