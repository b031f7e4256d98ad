package dev.sandi.ingress.testing;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;

/**
 * What the processor says of gateways and routes, and the dispatcher of endpoints and replays
 * ({@link FakeReplays}): there are {@code simulator} and {@code one}, which a route names, and
 * {@code spare}; the version is 7.
 */
final class FakeDefinitions {

  private static final String ONE =
      """
      {"name":"one","kind":"smpp","enabled":true,
       "settings":{"host":"smsc.example","password":"${SANDI_SECRET_ONE}","windows":[10,20]},
       "source":"stored",
       "status":{"connected":true,"detail":"2 of 3 binds","figures":{"in_flight":4}},
       "breaker":"closed"}
      """;

  private static final String SIMULATOR =
      """
      {"name":"simulator","kind":"simulator","enabled":true,"settings":{},"source":"built_in"}
      """;

  private static final String TABLE =
      """
      {"version":7,"source":"stored","otherwise":["simulator"],"routes":[
        {"gateways":[{"gateway":"simulator","weight":1}],"prefer":"order",
         "resend_when_undelivered":false,"most_gateways":2},
        {"name":"home","prefixes":["6281"],"countries":["ID"],"apps":["shop"],
         "gateways":[{"gateway":"one","weight":3,"price":0.0125,"currency":"USD"}],
         "prefer":"price","resend_after":30,"resend_when_undelivered":true,"most_gateways":3,
         "ambiguous":"fail"}]}
      """;

  private static final String EXPLANATION =
      """
      {"version":7,"country":"ID","route":1,"name":"home","prefer":"price","gateways":[
        {"gateway":"one","usable":true,"first":0.95,"delivery_rate":0.97,"conversion":0.8}]}
      """;

  private static final String OPEN =
      """
      {"id":4,"origin":"https://shop.example:443","gate":"open","pending":0}
      """;

  private static final String PAUSED =
      """
      {"id":4,"origin":"https://shop.example:443","gate":"paused","reason":"paused",
       "since":"2026-11-25T10:00:00Z","pending":3}
      """;

  private static final String GONE =
      """
      {"id":9,"origin":"https://old.shop.example:443","gate":"gone","reason":"gone",
       "since":"2026-11-25T10:00:00Z","failing_since":"2026-11-25T09:00:00Z","pending":1000}
      """;

  private FakeDefinitions() {}

  static boolean knows(String path) {
    return path.startsWith("/internal/v1/gateways")
        || path.startsWith("/internal/v1/routes")
        || path.startsWith("/internal/v1/apps/")
        || FakeDeliveries.knows(path)
        || FakeReplays.knows(path);
  }

  static FakeProcessor.Behaviour answering(String body) {
    return (exchange, question) -> answer(exchange, body);
  }

  /** The app {@code shop} has two, of which one is gone. */
  private static void aboutEndpoints(HttpExchange exchange, String call) throws IOException {
    if (call.equals("GET /apps/shop/endpoints?after=0&limit=51")) {
      tell(exchange, 200, "{\"endpoints\":[" + OPEN + "," + GONE + "]}");
    } else if (call.equals("GET /apps/shop/endpoints?after=0&limit=2")) {
      tell(exchange, 200, "{\"endpoints\":[" + OPEN + "," + GONE + "]}");
    } else if (call.equals("GET /apps/shop/endpoints?after=4&limit=2")) {
      tell(exchange, 200, "{\"endpoints\":[" + GONE + "]}");
    } else if (call.equals("GET /apps/shop/endpoints/health")) {
      tell(
          exchange,
          200,
          "{\"endpoints\":{\"open\":1,\"broken\":0,\"paused\":0,\"gone\":1,\"disabled\":0},"
              + "\"oldest_due_seconds\":90,\"shut\":["
              + GONE
              + "]}");
    } else if (call.startsWith("GET ")) {
      tell(exchange, 200, "{\"endpoints\":[]}");
    } else if (call.equals("POST /apps/shop/endpoints/4/open")) {
      tell(exchange, 200, OPEN);
    } else if (call.equals("POST /apps/shop/endpoints/4/pause")) {
      tell(exchange, 200, PAUSED);
    } else {
      tell(exchange, 404, "");
    }
  }

  private static void answer(HttpExchange exchange, String body) throws IOException {
    String path = exchange.getRequestURI().toString().substring("/internal/v1".length());
    String call = exchange.getRequestMethod() + " " + path;
    if (FakeReplays.knows(exchange.getRequestURI().getPath())) {
      FakeReplays.answer(exchange, call, body);
    } else if (FakeDeliveries.knows(exchange.getRequestURI().getPath())) {
      FakeDeliveries.Said said = FakeDeliveries.about(call, body);
      tell(exchange, said.status(), said.body());
    } else if (path.startsWith("/apps/")) {
      aboutEndpoints(exchange, call);
    } else if (call.equals("GET /gateways")) {
      tell(exchange, 200, "{\"version\":7,\"gateways\":[" + ONE + "," + SIMULATOR + "]}");
    } else if (call.startsWith("PUT /gateways/") || call.endsWith("/check")) {
      boolean right = body.contains("\"kind\"");
      String wrong = "{\"code\":400,\"message\":\"kind: is missing\"}";
      tell(
          exchange,
          right ? call.endsWith("/check") ? 204 : 200 : 400,
          right ? call.endsWith("/check") ? "" : ONE : wrong);
    } else if (call.equals("GET /gateways/one")) {
      tell(exchange, 200, ONE);
    } else if (call.equals("DELETE /gateways/one")) {
      tell(exchange, 409, "{\"code\":409,\"message\":\"routes[1] names it\"}");
    } else if (call.equals("DELETE /gateways/spare")) {
      tell(exchange, 204, "");
    } else if (path.startsWith("/gateways/")) {
      tell(exchange, 404, "{\"code\":404,\"message\":\"Not Found\"}");
    } else if (path.contains("version=") && !path.contains("version=7")) {
      tell(exchange, 412, "{\"code\":412,\"message\":\"the version is 7 by now\"}");
    } else if (call.startsWith("PUT /routes") && !body.contains("\"routes\"")) {
      tell(exchange, 400, "{\"code\":400,\"message\":\"routes: is missing\"}");
    } else {
      tell(exchange, 200, path.contains("explain") ? EXPLANATION : TABLE);
    }
  }

  static void tell(HttpExchange exchange, int status, String body) throws IOException {
    byte[] bytes = body.getBytes(UTF_8);
    exchange.getResponseHeaders().add("Content-Type", "application/json");
    exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
    exchange.getResponseBody().write(bytes);
  }
}
