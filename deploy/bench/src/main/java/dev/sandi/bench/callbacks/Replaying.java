package dev.sandi.bench.callbacks;

import dev.sandi.bench.BenchmarkFailure;
import dev.sandi.bench.CallbackInstallation;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Replays by filter, by the internal HTTP of the dispatcher, as the ingress asks for them. */
record Replaying(CallbackInstallation installation) {

  /** The highest that is allowed, in deliveries a second. */
  static final int RATE = 1_000;

  private static final String WHAT =
      "{\"filter\":{\"state\":\"exhausted\",\"type\":\"otp.verified\"},\"rate\":%d}"
          .formatted(RATE);

  /**
   * How far a replay is.
   *
   * @param isCounted whether {@code total} is all that it found
   * @param matched how many it came by
   * @param replayed how many of those it made due
   */
  record Standing(
      String id, String state, boolean isCounted, long total, long matched, long replayed) {

    boolean isRunning() {
      return state.equals("running");
    }
  }

  /** Begins one of all that was tried in vain, but for the events of a live load. */
  Standing begin() {
    return standing(installation.order("/replays", WHAT));
  }

  Standing find(String id) {
    return standing(installation.ask("/replays/" + id));
  }

  Standing cancel(String id) {
    return standing(installation.order("/replays/" + id + "/cancel", ""));
  }

  private static Standing standing(String json) {
    JsonNode view = JsonMapper.shared().readTree(json);
    if (!view.has("state")) {
      throw new BenchmarkFailure("The dispatcher answers " + json);
    }
    return new Standing(
        view.get("id").asString(),
        view.get("state").asString(),
        view.get("counted").asBoolean(),
        view.get("total").asLong(),
        view.get("matched").asLong(),
        view.get("replayed").asLong());
  }
}
