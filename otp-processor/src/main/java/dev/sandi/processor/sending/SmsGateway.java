package dev.sandi.processor.sending;

import java.util.concurrent.CompletionStage;

/** Something that sends SMS: a provider, an operator, a simulated handset. */
public interface SmsGateway {

  /** The name that routes, events and metrics use. */
  String name();

  /**
   * Submits a message, without blocking.
   *
   * @return completes with what the gateway said; a failure counts as {@link
   *     SubmitResult.Ambiguous}
   */
  CompletionStage<SubmitResult> submit(Sms sms);
}
