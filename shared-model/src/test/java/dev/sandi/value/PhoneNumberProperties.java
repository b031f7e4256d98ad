package dev.sandi.value;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class PhoneNumberProperties {

  @Provide
  Arbitrary<String> msisdns() {
    return Arbitraries.strings().numeric().ofMinLength(4).ofMaxLength(16);
  }

  @Property
  void aPlusIsDropped(@ForAll("msisdns") String digits) {
    assertThat(PhoneNumber.of("+" + digits)).isEqualTo(PhoneNumber.of(digits));
    assertThat(PhoneNumber.of("+" + digits).digits()).isEqualTo(digits);
  }

  @Property
  void masksAllButSevenDigitsAndAlwaysTheMiddle(@ForAll("msisdns") String digits) {
    // When
    String masked = PhoneNumber.of(digits).toString();

    // Then
    assertThat(masked).hasSameSizeAs(digits).matches("[0-9]{0,5}[*]{3,}[0-9]{1,2}");
    assertThat(masked.replace("*", "").length()).isLessThanOrEqualTo(7);
    assertThat(masked.charAt(digits.length() / 2)).isEqualTo('*');
    for (int i = 0; i < digits.length(); i++) {
      assertThat(masked.charAt(i)).isIn('*', digits.charAt(i));
    }
  }

  @Property
  void neighboursShareANeighbourhood(@ForAll("msisdns") String digits) {
    // Given
    String head = digits.substring(0, digits.length() - 3);

    // When
    String first = PhoneNumber.of(head + "000").neighbourhood();
    String last = PhoneNumber.of(head + "999").neighbourhood();

    // Then
    assertThat(PhoneNumber.of(digits).neighbourhood()).isEqualTo(first).isEqualTo(last);
    assertThat(first).isEqualTo(head);
  }

  @Property
  void anythingElseIsRefusedWithoutQuotingIt(@ForAll("others") String text) {
    assertThatThrownBy(() -> PhoneNumber.of(text))
        .isInstanceOf(InvalidValueException.class)
        .message()
        .isIn("msisdn length should between 4-16 characters", "msisdn should contain digits only");
  }

  @Provide
  Arbitrary<String> others() {
    return Arbitraries.strings().ofMaxLength(20).filter(text -> !text.matches("[+]?[0-9]{4,16}"));
  }
}
