package dev.sandi.deploy;

import java.time.Duration;

/** What runs, in the order in which it is stopped, and how long each may take for that. */
enum Stage {
  INGRESS(Duration.ofSeconds(1)),
  PROCESSOR(Duration.ofSeconds(1)),
  DISPATCHER(Duration.ofMillis(700)),
  KAFKA(Duration.ofMillis(1500)),
  POSTGRES(Duration.ofSeconds(4));

  private final Duration limit;

  Stage(Duration limit) {
    this.limit = limit;
  }

  Duration limit() {
    return limit;
  }
}
