package dev.sandi.processor.routing;

/** Which gateways may still be told of messages that they took. */
public interface ExpectedReports {

  /** Whether a message is without a report whose code is live, or ended within the last hour. */
  boolean ofGateway(String name);
}
