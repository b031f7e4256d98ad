package dev.sandi.ingress.send;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.sandi.ingress.admission.Decision;
import dev.sandi.ingress.answer.Written;
import dev.sandi.value.OtpCode;
import dev.sandi.value.PhoneNumber;
import dev.sandi.value.Rfc3339;
import dev.sandi.value.SessionId;
import dev.sandi.value.TimeLimit;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The answer 201.
 *
 * @param msisdn the number in full: the client knows it
 * @param otp the client's own code or the fixed one of a test number, for apps that opted in. A
 *     generated code is never in an answer: it is made later, by the processor, and only the
 *     handset gets to see it
 * @param tryCount which send to the number this is, among those of the last hour; from 1
 * @param segmentCount number of SMS segments that are billed
 * @param expiresAt until when the code can be verified
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record Accepted(
    String message,
    String msisdn,
    SessionId sessionId,
    @Nullable String otp,
    int tryCount,
    int segmentCount,
    Instant expiresAt)
    implements Written {

  /**
   * The answer to an order.
   *
   * @param code that it repeats, if it does
   */
  static Accepted of(
      Decision.Ticket ticket, PhoneNumber msisdn, @Nullable OtpCode code, TimeLimit timeLimit) {
    return new Accepted(
        "OTP sent successfully",
        msisdn.digits(),
        ticket.session(),
        code == null ? null : code.reveal(),
        ticket.tries(),
        ticket.segments(),
        ticket.at().plus(timeLimit.duration()));
  }

  /** Nothing of it needs to be escaped: numbers, ids, times, and codes of letters and digits. */
  @Override
  public byte[] json() {
    StringBuilder json =
        new StringBuilder(256)
            .append("{\"message\":\"")
            .append(message)
            .append("\",\"msisdn\":\"")
            .append(msisdn)
            .append("\",\"session_id\":\"")
            .append(sessionId);
    if (otp != null) {
      json.append("\",\"otp\":\"").append(otp);
    }
    return json.append("\",\"try_count\":")
        .append(tryCount)
        .append(",\"segment_count\":")
        .append(segmentCount)
        .append(",\"expires_at\":\"")
        .append(Rfc3339.of(expiresAt))
        .append("\"}")
        .toString()
        .getBytes(StandardCharsets.US_ASCII);
  }

  @Override
  public String toString() {
    return "Accepted[" + sessionId + "]";
  }
}
