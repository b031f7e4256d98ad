package dev.sandi.bench.ground;

/** The codes that apps give themselves, found again by the episode. */
final class OwnCode {

  private OwnCode() {}

  static String of(long episode) {
    return "%06d".formatted(Math.floorMod(episode * 7_919, 1_000_000L));
  }

  /** Another one. */
  static String wrong(long episode) {
    return of(episode + 1);
  }
}
