package dev.sandi.bench.traffic;

import java.util.Optional;

/** Makes scenes, the earlier before the later, until there are no more. */
interface Source {

  Optional<Scene> next();
}
