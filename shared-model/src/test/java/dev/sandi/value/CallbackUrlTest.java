package dev.sandi.value;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CallbackUrlTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "https://shop.example",
        "https://shop.example/",
        "http://shop.example/hooks?tenant=7&x=%20",
        "HTTPS://Shop.Example:8443/hooks",
        "https://192.0.2.7/",
        "https://[2001:db8::1]:9443/hooks",
        "https://xn--mnchen-3ya.example/",
        "https://shop.example/mail@home"
      })
  void takesAbsoluteUrls(String text) {
    assertThat(CallbackUrl.of(text).value()).isEqualTo(text);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "shop.example/hooks",
        "/hooks",
        "//shop.example/hooks",
        "ftp://shop.example/",
        "file:///etc/passwd",
        "javascript:alert(1)",
        "https://shop.example/a b",
        " https://shop.example/",
        "https://shop.example/\n",
        "https://shop.example/\u0000",
        "https://shop.example\\@other.example/",
        "https://[::1/"
      })
  void refusesWhatIsNotAnAbsoluteHttpUrl(String text) {
    assertThatThrownBy(() -> CallbackUrl.of(text))
        .isInstanceOf(InvalidValueException.class)
        .hasMessage("callback url should be an absolute https URL");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "https://user:secret@shop.example/",
        "https://user@shop.example/",
        "https://@shop.example/",
        "https://user:secret@under_score.example/"
      })
  void refusesCredentials(String text) {
    assertThatThrownBy(() -> CallbackUrl.of(text))
        .isInstanceOf(InvalidValueException.class)
        .hasMessage("callback url should not contain credentials");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "https:shop.example",
        "https:///hooks",
        "https://:443/",
        "https://shop.example:65536/",
        "https://shop.example:99999999999/",
        "https://shop.example:-1/",
        "https://shop.example:x/",
        "https://under_score.example/",
        "https://münchen.example/",
        "https://shop%2eexample/",
        "https://shop..example/"
      })
  void refusesWhatNamesNoHost(String text) {
    assertThatThrownBy(() -> CallbackUrl.of(text))
        .isInstanceOf(InvalidValueException.class)
        .hasMessage("callback url should name a host");
  }

  @ParameterizedTest
  @ValueSource(strings = {"https://shop.example/#top", "https://shop.example/#"})
  void refusesAFragment(String text) {
    assertThatThrownBy(() -> CallbackUrl.of(text))
        .isInstanceOf(InvalidValueException.class)
        .hasMessage("callback url should not contain a fragment");
  }

  @Test
  void takes2048CharactersAndNotOneMore() {
    // Given
    String longest = "https://shop.example/".concat("a".repeat(2048 - 21));

    // Then
    assertThat(CallbackUrl.of(longest).value()).hasSize(2048);
    assertThatThrownBy(() -> CallbackUrl.of(longest + "a"))
        .isInstanceOf(InvalidValueException.class)
        .hasMessage("callback url length should be at most 2048 characters");
  }

  @Test
  void doesNotPrintItsQuery() {
    assertThat(CallbackUrl.of("https://shop.example/hooks?token=s3cr3t?x"))
        .hasToString("https://shop.example/hooks?***");
  }

  @ParameterizedTest
  @CsvSource({
    "https://shop.example, https://shop.example:443",
    "https://shop.example:443/a?b, https://shop.example:443",
    "HTTPS://SHOP.example:/x, https://shop.example:443",
    "http://shop.example/x, http://shop.example:80",
    "http://shop.example:8080/x, http://shop.example:8080",
    "https://[2001:DB8::1]/x, https://[2001:db8::1]:443"
  })
  void endpointsShareAnOrigin(String url, String origin) {
    assertThat(CallbackUrl.of(url).origin()).isEqualTo(origin);
  }

  @ParameterizedTest
  @CsvSource({"https://a.example, true", "HTTPS://a.example, true", "http://a.example, false"})
  void tellsWhetherTheConnectionIsEncrypted(String url, boolean secure) {
    assertThat(CallbackUrl.of(url).secure()).isEqualTo(secure);
  }
}
