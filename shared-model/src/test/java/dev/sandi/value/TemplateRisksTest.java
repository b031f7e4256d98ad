package dev.sandi.value;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sandi.value.TemplateRisks.Kind;
import dev.sandi.value.TemplateRisks.Risk;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TemplateRisksTest {

  private static final List<String> ALLOWED = List.of("paypal.example", "shop.co.id");

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Your verification code is $OTP",
        "$OTP is your code.Do not share it.It expires on 25-11-2026 at 10.30",
        "Kode Anda $OTP untuk transfer Rp 10.000.000,00. Jangan berikan ke siapa pun.Terima kasih",
        "Kode OTP: $OTP, berlaku s.d. 25/11/2026 14:30-15:00 WIB",
        "Your code is $OTP, see https://login.shop.co.id/verify?c=$OTP",
        "Visit www.paypal.example or shop.co.id/x to enter $OTP",
        "$OTP is your code\n\n@paypal.example #$OTP",
        "<#> $OTP is your code\nFA+9qCX9VSu",
        "کد شما $OTP است. می‌خواهید وارد شوید؟",
        "رمز التحقق \u200E$OTP\u200E",
        "Your code is $OTP ❤️ 👩‍💻",
        "आपका कोड $OTP है, क्‍या",
        "Order 12345678: your code is $OTP",
        "$OTP is valid for 5 min. e.g. on your phone, i.e. v1.2 or 3.14",
      })
  void honestTextHasNone(String text) {
    assertThat(TemplateRisks.of(text, ALLOWED)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "Code $OTP, go to https://evil.example/x           | evil.example",
        "Code $OTP, go to HTTP://EVIL.Example:8080         | evil.example",
        "Code $OTP, go to https://paypal.example@evil.test | evil.test",
        "Code $OTP, go to http://203.0.113.7/login         | 203.0.113.7",
        "Code $OTP, go to 203.0.113.7/login                | 203.0.113.7",
        "Code $OTP, evil.com                               | evil.com",
        "Code $OTP, bit.ly/3xYz                            | bit.ly",
        "Code $OTP, wa.me/6281234567890                    | wa.me",
        "Code $OTP, mail help@evil.net                     | evil.net",
        "Code $OTP, evil。com                               | evil.com",
        "Code $OTP, ｅｖｉｌ．ｃｏｍ                           | evil.com",
        "Code $OTP, intent://evil.app/#x                   | evil.app",
        "Code $OTP, notshop.co.id                          | notshop.co.id",
        "Code $OTP, evil.Do/pay                            | evil.do",
        "$OTP.evil.com                                     | evil.com",
      })
  void aLinkOutsideTheAllowedDomainsIsForeign(String text, String host) {
    assertThat(TemplateRisks.of(text, ALLOWED)).containsExactly(new Risk(Kind.FOREIGN_LINK, host));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Code $OTP, go to https://pаypal.example", // a Cyrillic а
        "Code $OTP, go to https://раураӏ.example", // all Cyrillic
        "Code $OTP, go to https://xn--pypal-4ve.example",
        "Code $OTP, go to https://paypa1.example",
        "Code $OTP, go to https://sh0p.co.id/x",
        "Code $OTP, go to https://pаypal.com", // not even the allowed domain's ending
        "Code $OTP, go to https://paypal.example.evil.test",
        "Code $OTP, go to https://páypál.example",
      })
  void aDomainThatLooksLikeAnotherIsALookAlike(String text) {
    assertThat(TemplateRisks.of(text, ALLOWED))
        .extracting(Risk::kind)
        .containsExactly(Kind.LOOK_ALIKE_DOMAIN);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "Code $OTP. Not you? Call +62 812-3456-7890       | 62*********90",
        "Code $OTP. Not you? 0812 3456 7890               | 08********90",
        "Code $OTP. Call 1-800-555-0199 now               | 18*******99",
        "Code $OTP. 800.555.0199                          | 80******99",
        "Code $OTP. Hubungi kami di 1500888               | 15***88",
        "Code $OTP. Hubungi: 14022                        | 1***2",
        "Code $OTP. Call us at (021) 5550199              | 02******99",
        "Code $OTP. 6281234567890                         | 62*********90",
        "Code $OTP. WhatsApp ٠٨١٢٣٤٥٦٧٨٩                  | 08*******89",
        "Code $OTP. ０８１２３４５６７８９                         | 08*******89",
        "Code $OTP. tel:+6281234567890                    | 62*********90",
      })
  void aNumberToCallIsFoundAndMasked(String text, String masked) {
    assertThat(TemplateRisks.of(text, ALLOWED))
        .containsExactly(new Risk(Kind.CALL_BACK_NUMBER, masked));
  }

  @ParameterizedTest
  @CsvSource({
    "Your co\u200Bde is $OTP, U+200B",
    "Your code is \u202E$OTP, U+202E",
    "Your c\u00ADode is $OTP, U+00AD",
    "Your co\u200Dde is $OTP, U+200D",
    "Your code\uFE0F is $OTP, U+FE0F",
    "Your code is $OTP\u200E, U+200E",
    "Your \u2060code is $OTP, U+2060",
  })
  void aCharacterThatNobodySeesIsNamed(String text, String name) {
    assertThat(TemplateRisks.of(text, ALLOWED))
        .containsExactly(new Risk(Kind.HIDDEN_CHARACTERS, name));
  }

  @Test
  void hiddenCharactersHideNeitherLinksNorNumbers() {
    // When
    List<Risk> risks =
        TemplateRisks.of("$OTP ev\u200Bil.c\u2060om, call 0812\u200B3456\u200D7890", ALLOWED);

    // Then
    assertThat(risks)
        .extracting(Risk::kind)
        .contains(Kind.HIDDEN_CHARACTERS, Kind.FOREIGN_LINK, Kind.CALL_BACK_NUMBER);
    assertThat(risks).contains(new Risk(Kind.FOREIGN_LINK, "evil.com"));
  }

  @Test
  void anAllowedDomainMayBeWrittenInItsOwnScript() {
    assertThat(TemplateRisks.of("$OTP https://bücher.example/", List.of("xn--bcher-kva.example")))
        .isEmpty();
    assertThat(TemplateRisks.of("$OTP https://пример.рф/", List.of("пример.рф"))).isEmpty();
  }
}
