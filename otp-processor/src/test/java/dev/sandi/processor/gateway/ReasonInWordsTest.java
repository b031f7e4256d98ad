package dev.sandi.processor.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ReasonInWordsTest {

  private static final Pattern MAPPED = Pattern.compile("(?:reason|\"\\d+\"): ([a-z_]+)\\n");
  private static final Pattern SENTENCE = Pattern.compile("(The|No|Rules|Too|A) [^_]+\\.");

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "absent_subscriber | The handset was off or out of coverage.",
        "undeliverable | The operator could not deliver the SMS.",
        "ec_dest_address_blocked | The SMS was not delivered: dest address blocked."
      })
  void whatWasNotDeliveredIsExplained(String reason, String words) {
    assertThat(ReasonInWords.undelivered(reason)).isEqualTo(words);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "invalid_number | 0x0000000B ESME_RINVDSTADR | The number is not one that an SMS can be sent to.",
        "operator_refused | part 2 of 2: 0x0000000A ESME_RINVSRCADR | The sender's name or number is not accepted there.",
        "operator_refused | 0x00000445 | The operator refused the SMS.",
        "unsubscribed | 21610 | The number's owner has asked for no more SMS of this sender.",
        "expired_before_submit |  | The code expired before a gateway could take the SMS.",
        "account_closed | x | The SMS could not be sent: account closed."
      })
  void whatNoGatewayTookIsExplained(String reason, String detail, String words) {
    assertThat(ReasonInWords.failed(reason, detail)).isEqualTo(words);
  }

  /** What gateways are told to call their codes is a word that is explained. */
  @ParameterizedTest
  @ValueSource(strings = {"twilio", "vonage", "infobip", "generic"})
  void eachReasonOfTheExamplesIsExplained(String provider) throws IOException {
    // When
    TreeSet<String> reasons = new TreeSet<>();
    Matcher mapped =
        MAPPED.matcher(Files.readString(Path.of("../deploy/docs/gateways", provider + ".yaml")));
    while (mapped.find()) {
      reasons.add(mapped.group(1));
    }

    // Then
    assertThat(reasons)
        .isNotEmpty()
        .allSatisfy(
            reason ->
                assertThat(ReasonInWords.undelivered(reason))
                    .matches(SENTENCE)
                    .doesNotStartWith("The SMS was not delivered:"));
  }

  @Test
  void aStatusThatSaysNoMoreThanItsReasonLeavesItToTheReason() {
    assertThat(ReasonInWords.failed("operator_refused", "0x00000008 ESME_RSYSERR"))
        .isEqualTo("The operator refused the SMS.");
  }

  @Property
  void anyReasonIsASentence(@ForAll @StringLength(min = 1, max = 255) String reason) {
    assertThat(ReasonInWords.undelivered(reason)).startsWith("The ").endsWith(".");
    assertThat(ReasonInWords.failed(reason, reason)).startsWith("The ").endsWith(".");
  }
}
