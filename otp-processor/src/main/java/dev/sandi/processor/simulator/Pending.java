package dev.sandi.processor.simulator;

import dev.sandi.processor.gateway.Sms;
import dev.sandi.processor.gateway.SubmitResult;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** A submitted message. Its identity is its own: a message may be submitted twice. */
final class Pending {

  final CompletableFuture<SubmitResult> answer = new CompletableFuture<>();

  /** Set when it has waited for as long as it was to; only the loop reads it. */
  volatile @Nullable Behaviour due;

  private final UUID messageId;
  private final Sms sms;

  Pending(UUID messageId, Sms sms) {
    this.messageId = messageId;
    this.sms = sms;
  }

  UUID messageId() {
    return messageId;
  }

  Sms sms() {
    return sms;
  }
}
