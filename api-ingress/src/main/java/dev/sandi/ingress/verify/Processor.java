package dev.sandi.ingress.verify;

import dev.sandi.ingress.peer.PeerConnections;
import dev.sandi.value.AppId;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.PropertyNamingStrategies;
import tools.jackson.databind.json.JsonMapper;

/** The otp-processor, which alone knows codes: {@code POST /internal/v1/verify}. */
final class Processor {

  private static final JsonMapper JSON =
      JsonMapper.builder()
          .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
          .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .build();

  private static final String PATH = "/internal/v1/verify";

  private final PeerConnections connections;

  Processor(PeerConnections connections) {
    this.connections = connections;
  }

  /**
   * A guess as it is asked about. Written for each by itself, so that one that cannot be written
   * fails alone.
   *
   * @param simulated whether it is at a code that was sent to the simulated handset
   */
  static String question(AppId app, Guess guess, boolean simulated) {
    Map<String, Object> question = new LinkedHashMap<>();
    question.put("app_id", app.value());
    question.put("msisdn", guess.msisdn().digits());
    question.put("challenge", guess.challenge().value());
    question.put("simulated", simulated);
    question.put("otp", guess.otp().reveal());
    return JSON.writeValueAsString(question);
  }

  /**
   * Asks about guesses. Never asks twice: the first time may have counted.
   *
   * @return completes with their verdicts, in their order, or fails
   */
  CompletableFuture<List<Verdict>> verify(List<String> questions) {
    String guesses = "{\"guesses\":[" + String.join(",", questions) + "]}";
    return connections
        .post(PATH, guesses.getBytes(StandardCharsets.UTF_8))
        .thenApply(reply -> verdicts(reply, questions.size()));
  }

  private record Answer(@Nullable List<@Nullable Verdict> verdicts) {}

  private static List<Verdict> verdicts(PeerConnections.Reply reply, int expected) {
    if (reply.status() != 200) {
      throw new CompletionException(new IllegalStateException("it answered " + reply.status()));
    }
    try {
      Answer answer = JSON.readValue(reply.body(), Answer.class);
      if (answer != null && answer.verdicts() != null && answer.verdicts().size() == expected) {
        return answer.verdicts().stream()
            .map(verdict -> verdict == null ? new Verdict.Undecided() : verdict)
            .toList();
      }
    } catch (JacksonException e) {
      // Its message quotes the answer.
    }
    throw new CompletionException(new IllegalStateException("its answer could not be read"));
  }
}
