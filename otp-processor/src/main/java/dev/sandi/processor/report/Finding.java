package dev.sandi.processor.report;

import dev.sandi.value.SessionId;

/**
 * What is known of a session by its reports.
 *
 * @param newest whether the report is about the newest message of the session
 * @param last whether no other message of it may arrive yet
 */
record Finding(DeliveryReport report, boolean newest, boolean last) {

  /** Of a gateway that reports by session. */
  static Finding of(DeliveryReport report) {
    return new Finding(report, true, true);
  }

  SessionId session() {
    return report.session();
  }

  boolean isNegative() {
    return report instanceof DeliveryReport.Undelivered;
  }
}
