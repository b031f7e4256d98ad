package dev.sandi.journey;

import static org.assertj.core.api.Assertions.assertThat;

import com.standardwebhooks.Webhook;
import dev.sandi.ingress.app.LocalApps;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Map;
import java.util.TreeMap;

/** Sends a receiver what is genuine and what only looks so; signed by the official library. */
final class Forger {

  private static final HttpClient HTTP = HttpClient.newHttpClient();
  private static final String ID = "019bd070-9e3b-7a3e-9d52-5b1f0c6e8a41";
  private static final String BODY =
      "{\"type\":\"otp.verified\",\"timestamp\":\"2026-01-18T09:30:00Z\",\"data\":{\"session_id\":\"%s\"}}"
          .formatted(ID);
  private static final String OTHER_SECRET =
      "whsec_" + Base64.getEncoder().encodeToString(new byte[32]);

  private final URI receiver;

  Forger(int port) {
    this.receiver = URI.create("http://127.0.0.1:" + port + "/otp");
  }

  void tryEverything() throws Exception {
    String now = seconds(Duration.ZERO);
    String good = sign(LocalApps.WEBHOOK_SECRET, now);
    String old = seconds(Duration.ofMinutes(-6));
    String future = seconds(Duration.ofMinutes(6));

    Map<String, Integer> answers = new TreeMap<>();
    answers.put("genuine", send(now, good, BODY));
    answers.put("genuine, a minute old", sendSignedAt(seconds(Duration.ofMinutes(-1))));
    answers.put("genuine, among others", send(now, "v1,AAAA v1a,BBBB " + good, BODY));
    answers.put("forged body", send(now, good, BODY.replace("verified", "expired")));
    answers.put("forged id", send(now, good, BODY, ID.replace('4', '5')));
    answers.put("forged time", send(String.valueOf(Long.parseLong(now) - 1), good, BODY));
    answers.put("other secret", send(now, sign(OTHER_SECRET, now), BODY));
    answers.put("old", sendSignedAt(old));
    answers.put("of the future", sendSignedAt(future));
    answers.put("no number for a time", sendSignedAt("soon"));
    answers.put("part of a signature", send(now, good.substring(0, 12), BODY));
    answers.put("signature of another version", send(now, good.replace("v1,", "v2,"), BODY));
    answers.put("signature without a version", send(now, good.replace("v1,", ""), BODY));
    answers.put("empty signature", send(now, "v1,", BODY));
    answers.put("no headers", status(HttpRequest.newBuilder(receiver), BODY));

    Map<String, Integer> expected = new TreeMap<>(answers);
    expected.replaceAll((what, status) -> what.startsWith("genuine") ? 204 : 401);
    assertThat(answers).isEqualTo(expected);
  }

  private static String seconds(Duration from) {
    return String.valueOf(Instant.now().plus(from).getEpochSecond());
  }

  private static String sign(String secret, String seconds) throws Exception {
    return new Webhook(secret).sign(ID, Long.parseLong(seconds), BODY);
  }

  private int sendSignedAt(String time) throws Exception {
    String seconds = time.matches("[0-9]+") ? time : seconds(Duration.ZERO);
    return send(time, sign(LocalApps.WEBHOOK_SECRET, seconds), BODY);
  }

  private int send(String time, String signature, String body) throws Exception {
    return send(time, signature, body, ID);
  }

  private int send(String time, String signature, String body, String id) throws Exception {
    return status(
        HttpRequest.newBuilder(receiver)
            .header("webhook-id", id)
            .header("webhook-timestamp", time)
            .header("webhook-signature", signature),
        body);
  }

  private static int status(HttpRequest.Builder request, String body)
      throws IOException, InterruptedException {
    return HTTP.send(
            request.timeout(Duration.ofSeconds(10)).POST(BodyPublishers.ofString(body)).build(),
            BodyHandlers.discarding())
        .statusCode();
  }
}
