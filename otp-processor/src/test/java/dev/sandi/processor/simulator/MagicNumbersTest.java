package dev.sandi.processor.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sandi.value.PhoneNumber;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MagicNumbersTest {

  private static final Pattern ROW = Pattern.compile("(?m)^\\| 999 ([0-9]{3}) ");

  @Test
  void theReferenceNamesThemAndNoOthers() throws IOException {
    // Given
    Set<String> named = new TreeSet<>();
    ROW.matcher(Files.readString(Path.of("../deploy/docs/gateways/simulator.md")))
        .results()
        .forEach(row -> named.add(row.group(1)));

    // When
    Set<String> magic = new TreeSet<>();
    IntStream.range(0, 1000)
        .mapToObj("%03d"::formatted)
        .filter(digits -> MagicNumbers.behaviour(PhoneNumber.of("999" + digits + "1")).isPresent())
        .forEach(magic::add);

    // Then
    assertThat(magic).isEqualTo(named);
  }

  @ParameterizedTest
  @CsvSource({"9998841, DELIVERED, PT20S, PT0S", "9991111234567890, DELIVERED, PT0S, PT8S"})
  void whatComesLateIsThatLate(
      String msisdn, HandsetOutcome outcome, String report, String answer) {
    Behaviour behaviour = MagicNumbers.behaviour(PhoneNumber.of(msisdn)).orElseThrow();

    assertThat(behaviour.outcome()).isEqualTo(outcome);
    assertThat(behaviour.reportAfter()).hasToString(report);
    assertThat(behaviour.latency()).hasToString(answer);
  }

  @ParameterizedTest
  @ValueSource(strings = {"9996", "999666", "6281234567666", "6282123060004"})
  void otherNumbersAreNumbers(String msisdn) {
    assertThat(MagicNumbers.behaviour(PhoneNumber.of(msisdn))).isEmpty();
  }

  @Property
  void noNumberOfACountryIsMagic(@ForAll @LongRange(min = 1000, max = 998_999_999_999L) long any) {
    PhoneNumber number = PhoneNumber.of(Long.toString(any));

    assertThat(MagicNumbers.behaviour(number).isPresent() && !number.digits().startsWith("999"))
        .isFalse();
  }
}
