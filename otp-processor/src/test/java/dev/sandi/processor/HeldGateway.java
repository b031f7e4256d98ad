package dev.sandi.processor;

import dev.sandi.processor.gateway.GatewayStatus;
import dev.sandi.processor.gateway.Sms;
import dev.sandi.processor.gateway.SmsGateway;
import dev.sandi.processor.gateway.SubmitResult;
import dev.sandi.value.SessionId;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;

/** A gateway that answers when a test lets it. */
class HeldGateway implements SmsGateway {

  private final Map<SessionId, CompletableFuture<SubmitResult>> answers = new ConcurrentHashMap<>();

  private final Map<SessionId, Integer> submits = new ConcurrentHashMap<>();

  @Override
  public String name() {
    return "held";
  }

  @Override
  public int room() {
    return 500;
  }

  @Override
  public void onRoom(Runnable listener) {
    // There always is.
  }

  @Override
  public GatewayStatus status() {
    return new GatewayStatus(true, "held", Map.of());
  }

  @Override
  public void close() {
    // Nothing is open.
  }

  @Override
  public CompletionStage<SubmitResult> submit(Sms sms) {
    CompletableFuture<SubmitResult> answer = new CompletableFuture<>();
    answers.put(sms.session(), answer);
    submits.merge(sms.session(), 1, Integer::sum);
    return answer.copy();
  }

  /** How often a session was submitted. */
  int submits(SessionId session) {
    return submits.getOrDefault(session, 0);
  }

  /** Answers the newest submit of a session. */
  void answer(SessionId session, SubmitResult result) {
    answers.get(session).complete(result);
  }
}
