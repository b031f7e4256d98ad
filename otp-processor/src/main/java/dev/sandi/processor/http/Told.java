package dev.sandi.processor.http;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.sandi.processor.http.ReportSettings.ReportAnswer;

/** What a provider is to be told who has reported. */
record Told(int status, @JsonProperty("content_type") String contentType, String body) {

  static Told of(ReportAnswer answer) {
    return new Told(answer.status(), answer.contentType(), answer.body());
  }

  static Told refusing(int status) {
    return new Told(status, "text/plain", "");
  }
}
