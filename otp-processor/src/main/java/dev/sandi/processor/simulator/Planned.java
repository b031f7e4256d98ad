package dev.sandi.processor.simulator;

import java.util.Optional;
import java.util.stream.Stream;

/**
 * A message that is not answered yet, and what is to become of it.
 *
 * @param behaviour empty: it arrives, and nobody chose that
 */
record Planned(Pending pending, Optional<Behaviour> behaviour) {

  boolean isToWait() {
    return pending.due == null && behaviour.filter(b -> !b.latency().isZero()).isPresent();
  }

  boolean arrives() {
    return behaviour.map(b -> b.outcome().arrives()).orElse(true);
  }

  Stream<ChosenReports.Chosen> chosenReport() {
    return behaviour
        .filter(b -> b.outcome().isReported())
        .map(b -> new ChosenReports.Chosen(pending.sms().session(), pending.messageId(), b))
        .stream();
  }
}
