package dev.sandi.processor.gateway;

import java.util.List;
import java.util.concurrent.CompletionStage;

/** Where gateways hand in their delivery reports. */
public interface TakesReports {

  /**
   * Takes reports over.
   *
   * @return completes when they are in the database, and the peer may be told so; fails when they
   *     cannot be taken now, and the peer should come again
   */
  CompletionStage<Void> take(List<GatewayReport> reports);
}
