package dev.sandi.processor;

import dev.sandi.processor.sending.Sms;
import dev.sandi.processor.sending.SmsGateway;
import dev.sandi.processor.sending.SubmitResult;
import dev.sandi.value.SessionId;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;

/** A gateway that answers when a test lets it. */
class HeldGateway implements SmsGateway {

  private final Map<SessionId, CompletableFuture<SubmitResult>> answers = new ConcurrentHashMap<>();

  @Override
  public String name() {
    return "held";
  }

  @Override
  public CompletionStage<SubmitResult> submit(Sms sms) {
    return answers.computeIfAbsent(sms.session(), session -> new CompletableFuture<>()).copy();
  }

  boolean has(SessionId session) {
    return answers.containsKey(session);
  }

  void answer(SessionId session, SubmitResult result) {
    answers.get(session).complete(result);
  }
}
