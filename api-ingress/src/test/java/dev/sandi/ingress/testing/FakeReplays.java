package dev.sandi.ingress.testing;

import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;

/**
 * What the dispatcher says of replays: {@link #DELIVERY} can be replayed, {@link #LOST} has an app
 * that is not known, and {@link #RUNNING} runs beside one that was cancelled. For the app {@code
 * busy} as many run as may.
 */
public final class FakeReplays {

  public static final String DELIVERY = "01a21427-d7d7-7a35-b190-add06d32a401";
  public static final String LOST = "01a21427-d7d7-7a35-b190-add06d32a402";
  public static final String RUNNING = "01a21427-d7d7-7a35-b190-add06d32a403";
  public static final String CANCELLED = "01a21427-d7d7-7a35-b190-add06d32a404";

  private static final String REPLAYED =
      """
      {"id":"%s","state":"pending","attempts":11,"next_attempt_at":"2026-11-26T10:00:00Z",
       "gate":"open","replayed":true,"app_known":true}
      """
          .formatted(DELIVERY);

  private static final String PROGRESS =
      """
      {"id":"%s","filter":{"app":"shop","state":"exhausted"},"rate":100,"state":"running",
       "total":1000000,"counted":true,"matched":250,"replayed":248,"skipped":2,
       "started_at":"2026-11-26T10:00:00Z","eta":"2026-11-26T12:46:38Z"}
      """
          .formatted(RUNNING);

  private static final String ENDED =
      """
      {"id":"%s","filter":{"state":"delivered"},"rate":1,"state":"cancelled",
       "total":40,"counted":false,"matched":1,"replayed":1,"skipped":0,
       "started_at":"2026-11-26T09:00:00Z","ended_at":"2026-11-26T09:00:01Z"}
      """
          .formatted(CANCELLED);

  private FakeReplays() {}

  static boolean knows(String path) {
    return path.startsWith("/internal/v1/replays")
        || (path.startsWith("/internal/v1/deliveries/") && path.endsWith("/replay"));
  }

  static void answer(HttpExchange exchange, String call, String body) throws IOException {
    switch (call) {
      case "POST /deliveries/" + DELIVERY + "/replay" ->
          FakeDefinitions.tell(exchange, 200, REPLAYED);
      case "POST /deliveries/" + LOST + "/replay" -> FakeDefinitions.tell(exchange, 409, "{}");
      case "POST /replays" -> begin(exchange, body);
      case "GET /replays?limit=51", "GET /replays?limit=2" ->
          FakeDefinitions.tell(exchange, 200, "{\"replays\":[" + PROGRESS + "," + ENDED + "]}");
      case "GET /replays?limit=2&after=" + RUNNING ->
          FakeDefinitions.tell(exchange, 200, "{\"replays\":[" + ENDED + "]}");
      case "GET /replays/" + RUNNING -> FakeDefinitions.tell(exchange, 200, PROGRESS);
      case "POST /replays/" + CANCELLED + "/cancel" -> FakeDefinitions.tell(exchange, 200, ENDED);
      default -> FakeDefinitions.tell(exchange, 404, "");
    }
  }

  private static void begin(HttpExchange exchange, String body) throws IOException {
    if (body.contains("\"busy\"")) {
      FakeDefinitions.tell(exchange, 409, "{}");
    } else if (body.contains("\"a/b\"")) {
      String wrong = "{\"code\":400,\"message\":\"host should be a name or an address\"}";
      FakeDefinitions.tell(exchange, 400, wrong);
    } else {
      FakeDefinitions.tell(exchange, 202, PROGRESS);
    }
  }
}
