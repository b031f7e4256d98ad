package dev.sandi.ingress.send;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sandi.value.SessionId;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.AlphaChars;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import net.jqwik.api.constraints.NumericChars;
import net.jqwik.api.constraints.StringLength;
import net.jqwik.api.constraints.WithNull;
import tools.jackson.databind.PropertyNamingStrategies;
import tools.jackson.databind.json.JsonMapper;

class AcceptedProperties {

  private static final JsonMapper MAPPER =
      JsonMapper.builder().propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE).build();

  @Property(tries = 300)
  void isWrittenAsTheMapperWritesIt(
      @ForAll @NumericChars @StringLength(min = 4, max = 16) String msisdn,
      @ForAll @WithNull @AlphaChars @NumericChars @StringLength(min = 4, max = 10) String otp,
      @ForAll @IntRange(min = 1) int tries,
      @ForAll @IntRange(min = 1, max = 10) int segments,
      @ForAll @LongRange(min = 0, max = 4_000_000_000_000_000L) long micros) {
    // Given
    Instant expires = Instant.EPOCH.plus(micros, ChronoUnit.MICROS);
    Accepted accepted =
        new Accepted(
            "OTP sent successfully", msisdn, SessionId.at(expires), otp, tries, segments, expires);

    // When
    String json = new String(accepted.json(), UTF_8);

    // Then
    assertThat(json).isEqualTo(MAPPER.writeValueAsString(accepted));
  }
}
