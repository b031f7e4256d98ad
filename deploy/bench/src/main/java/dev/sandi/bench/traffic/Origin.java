package dev.sandi.bench.traffic;

/**
 * The label of a request.
 *
 * @param attack whether a check should stop it
 * @param name the behaviour or the attack, as tables show it
 */
public record Origin(boolean attack, String name) {

  static Origin honest(String name) {
    return new Origin(false, name);
  }

  static Origin attack(String name) {
    return new Origin(true, name);
  }
}
