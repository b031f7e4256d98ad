package dev.sandi.dispatcher.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RetryAfterTest {

  private static final Instant NOW = Instant.parse("1994-11-06T08:49:00Z");

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          120                             | PT2M
          ' 120 '                         | PT2M
          0                               | PT0S
          86401                           | PT24H
          99999999999999999999999999      | PT24H
          Sun, 06 Nov 1994 08:49:37 GMT   | PT37S
          Sun, 06 Nov 1994 08:00:00 GMT   | PT0S
          Mon, 06 Nov 2034 08:49:37 GMT   | PT24H
          Sunday, 06-Nov-94 08:49:37 GMT  | PT37S
          Sun Nov  6 08:49:37 1994        | PT37S
          -5                              | PT0S
          1.5                             | PT0S
          Sun, 06 Nov 1994 08:49:37 GMT, or whenever it suits you, we are in no hurry | PT0S
          soon                            | PT0S
          ''                              | PT0S
          """)
  void isReadInEveryForm(String header, Duration pause) {
    assertThat(RetryAfter.parse(header, NOW)).isEqualTo(pause);
  }

  @Test
  void asksForNothingWhenAbsent() {
    assertThat(RetryAfter.parse(null, NOW)).isZero();
  }
}
