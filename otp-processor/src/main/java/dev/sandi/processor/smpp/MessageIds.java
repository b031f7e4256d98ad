package dev.sandi.processor.smpp;

import com.fasterxml.jackson.annotation.JsonCreator;
import org.jspecify.annotations.Nullable;

/**
 * How the SMSC writes message ids: the same number may be hexadecimal in its answer to a submit and
 * decimal in a delivery report.
 */
record MessageIds(IdFormat submit, IdFormat report) {

  static final MessageIds TEXT = new MessageIds(IdFormat.TEXT, IdFormat.TEXT);

  @JsonCreator
  static MessageIds of(@Nullable IdFormat submit, @Nullable IdFormat report) {
    return new MessageIds(
        submit == null ? IdFormat.TEXT : submit, report == null ? IdFormat.TEXT : report);
  }

  String ofSubmit(String id) {
    return submit.canonical(id);
  }

  String ofReport(String id) {
    return report.canonical(id);
  }
}
