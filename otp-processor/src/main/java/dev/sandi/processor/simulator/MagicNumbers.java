package dev.sandi.processor.simulator;

import static dev.sandi.processor.simulator.HandsetOutcome.DELIVERED;
import static dev.sandi.processor.simulator.HandsetOutcome.FAILED;
import static dev.sandi.processor.simulator.HandsetOutcome.THROTTLED;
import static dev.sandi.processor.simulator.HandsetOutcome.UNANSWERED;
import static dev.sandi.processor.simulator.HandsetOutcome.UNDELIVERED;
import static dev.sandi.processor.simulator.HandsetOutcome.UNREACHABLE;
import static dev.sandi.processor.simulator.HandsetOutcome.UNREPORTED;

import dev.sandi.value.PhoneNumber;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Numbers whose handset does something else than take its message: 999, three digits that say what,
 * and any others. No country has 999 (ITU-T E.164 keeps it in reserve), so nobody else is meant.
 * The three digits mean what they mean to the SMSC simulator as the last ones; they stand in front,
 * so that each outcome has numbers enough to keep clear of the limits that hold for one number, and
 * of the check that looks for neighbours.
 */
public final class MagicNumbers {

  private static final String COUNTRY = "999";
  private static final int DIGITS = 3;

  private MagicNumbers() {}

  /** Whether a number says what its handset does. */
  public static boolean isMagic(PhoneNumber msisdn) {
    return behaviour(msisdn).isPresent();
  }

  /** Empty if it is a number as any other. */
  static Optional<Behaviour> behaviour(PhoneNumber msisdn) {
    String digits = msisdn.digits();
    int end = COUNTRY.length() + DIGITS;
    return digits.startsWith(COUNTRY) && digits.length() > end
        ? Optional.ofNullable(of(digits.substring(COUNTRY.length(), end)))
        : Optional.empty();
  }

  private static @Nullable Behaviour of(String digits) {
    return switch (digits) {
      case "111" -> Behaviour.of(DELIVERED).answeredAfter(Duration.ofSeconds(8));
      case "222" -> Behaviour.of(UNANSWERED);
      case "333" -> Behaviour.of(FAILED).because("operator_refused", "69");
      case "334" -> Behaviour.of(FAILED).because("invalid_number", "11");
      case "444", "555" -> Behaviour.of(THROTTLED);
      case "666" -> Behaviour.of(UNDELIVERED).because("absent_subscriber", "27");
      case "667" ->
          Behaviour.of(UNDELIVERED).because("expired", "1").reportedAfter(Duration.ofSeconds(20));
      case "668" -> Behaviour.of(UNDELIVERED).because("rejected", "11");
      case "777" -> Behaviour.of(UNREACHABLE);
      case "881" -> Behaviour.of(UNREPORTED);
      case "884" -> Behaviour.of(DELIVERED).reportedAfter(Duration.ofSeconds(20));
      default -> null;
    };
  }
}
