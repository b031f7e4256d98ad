package dev.sandi.bench.sending;

import org.jspecify.annotations.Nullable;

/**
 * A submit_sm, as the SMSC has it on record. Times are milliseconds of the run.
 *
 * @param id the SMSC's
 * @param taken whether its handset gets an SMS, whatever the answer was or became of it
 * @param link over which it came
 * @param answeredAt when its answer left; null if none did
 */
public record Submit(
    long id, String msisdn, long at, boolean taken, String link, @Nullable Long answeredAt) {

  Submit answered(long now) {
    return new Submit(id, msisdn, at, taken, link, now);
  }

  public String messageId() {
    return Long.toString(id);
  }
}
