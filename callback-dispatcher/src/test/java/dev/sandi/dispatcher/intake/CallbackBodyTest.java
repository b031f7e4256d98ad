package dev.sandi.dispatcher.intake;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sandi.event.Envelope;
import dev.sandi.event.LifecycleEvent;
import dev.sandi.event.OtpDelivered;
import dev.sandi.event.OtpExpired;
import dev.sandi.event.OtpFailed;
import dev.sandi.event.OtpRejected;
import dev.sandi.event.OtpSent;
import dev.sandi.event.OtpUndelivered;
import dev.sandi.event.OtpVerified;
import dev.sandi.event.Session;
import dev.sandi.value.AppId;
import dev.sandi.value.CallbackUrl;
import dev.sandi.value.ChallengeName;
import dev.sandi.value.PhoneNumber;
import dev.sandi.value.SessionId;
import dev.sandi.value.TraceParent;
import java.time.Instant;
import java.util.Arrays;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class CallbackBodyTest {

  private static final Instant NOW = Instant.parse("2026-11-01T10:00:00.123Z");
  private static final Session SESSION =
      new Session(
          SessionId.of("0199f000-0000-7000-8000-000000000000"),
          new AppId("demo"),
          new PhoneNumber("6281234567890"),
          new ChallengeName("masuk \"é\""),
          new CallbackUrl("https://example.com/?token=t"));

  static Stream<Arguments> events() {
    return Stream.of(
        Arguments.of(
            new OtpSent(SESSION, "smpp", "m1", 2, NOW, NOW.plusSeconds(300)),
            "sent",
            "\"gateway\":\"smpp\",\"message_id\":\"m1\",\"segments\":2,"
                + "\"expires_at\":\"2026-11-01T10:05:00.123Z\""),
        Arguments.of(
            new OtpRejected(SESSION, "spam", "too_many", Map.of("apps", 7), NOW),
            "rejected",
            "\"check\":\"spam\",\"reason\":\"too_many\",\"evidence\":{\"apps\":7}"),
        Arguments.of(
            new OtpFailed(SESSION, "refused", "smpp", "0x45", "It refused.", NOW),
            "failed",
            "\"reason\":\"refused\",\"gateway\":\"smpp\",\"detail\":\"0x45\","
                + "\"description\":\"It refused.\""),
        Arguments.of(
            new OtpFailed(SESSION, "no_route", null, null, NOW),
            "failed",
            "\"reason\":\"no_route\""),
        Arguments.of(
            new OtpDelivered(SESSION, "smpp", "m1", NOW),
            "delivered",
            "\"gateway\":\"smpp\",\"message_id\":\"m1\","
                + "\"delivered_at\":\"2026-11-01T10:00:00.123Z\""),
        Arguments.of(
            new OtpUndelivered(SESSION, "smpp", "m1", "absent", "27", "It was off.", NOW),
            "undelivered",
            "\"gateway\":\"smpp\",\"message_id\":\"m1\",\"reason\":\"absent\","
                + "\"network_code\":\"27\",\"description\":\"It was off.\""),
        Arguments.of(
            new OtpUndelivered(SESSION, "smpp", "m1", "absent", null, NOW),
            "undelivered",
            "\"gateway\":\"smpp\",\"message_id\":\"m1\",\"reason\":\"absent\""),
        Arguments.of(
            new OtpVerified(SESSION, NOW),
            "verified",
            "\"verified_at\":\"2026-11-01T10:00:00.123Z\""),
        Arguments.of(
            new OtpExpired(SESSION, NOW),
            "expired",
            "\"expired_at\":\"2026-11-01T10:00:00.123Z\""));
  }

  @ParameterizedTest
  @MethodSource("events")
  void isCompactSnakeCaseJson(LifecycleEvent event, String status, String fields) {
    // When
    String body =
        new String(
            CallbackBody.of(Envelope.of(event, NOW, TraceParent.start()), event).bytes(), UTF_8);

    // Then
    assertThat(body)
        .isEqualTo(
            """
            {"type":"otp.%s","timestamp":"2026-11-01T10:00:00.123Z","data":{\
            "session_id":"0199f000-0000-7000-8000-000000000000","msisdn":"6281234567890",\
            "challenge":"masuk \\"é\\"","status":"%s",%s}}"""
                .formatted(status, status, fields));
  }

  @Test
  void isKnownForEveryLifecycleEvent() {
    assertThat(events().map(arguments -> arguments.get()[0].getClass().getName()).distinct())
        .containsExactlyInAnyOrderElementsOf(
            Arrays.stream(LifecycleEvent.class.getPermittedSubclasses())
                .map(Class::getName)
                .toList());
  }
}
