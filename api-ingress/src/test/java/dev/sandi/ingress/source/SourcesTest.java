package dev.sandi.ingress.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sandi.runtime.ConfigurationException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.mock.web.MockHttpServletRequest;

class SourcesTest {

  private static final List<String> PROXIES = List.of("10.0.0.0/8", "192.0.2.1", "fd00::/8");

  @Test
  void doesNotBelieveWhatAClientSaysOfItself() {
    // When
    String source = source(List.of(), "10.0.0.1", "198.51.100.1");

    // Then
    assertThat(source).isEqualTo("10.0.0.1");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "10.0.0.1    | 198.51.100.1                          | 198.51.100.1",
        "10.0.0.1    | 1.1.1.1, 198.51.100.1                 | 198.51.100.1",
        "10.0.0.1    | 1.1.1.1,198.51.100.1 , 10.9.9.9       | 198.51.100.1",
        "10.0.0.1    | 1.1.1.1, unknown, 10.9.9.9            | 10.9.9.9",
        "10.0.0.1    | 198.51.100.1:4711                     | 198.51.100.1",
        "10.0.0.1    | [2001:db8::1]:4711                    | 2001:db8:0:0:0:0:0:1",
        "10.0.0.1    | 2001:db8::1                           | 2001:db8:0:0:0:0:0:1",
        "192.0.2.1   | 198.51.100.1                          | 198.51.100.1",
        "192.0.2.2   | 198.51.100.1                          | 192.0.2.2",
        "fd00::1     | 198.51.100.1                          | 198.51.100.1",
        "fe80::1%eth0| 198.51.100.1                          | fe80:0:0:0:0:0:0:1",
        "10.0.0.1    | example.org                           | 10.0.0.1",
        "10.0.0.1    | 1.2.3.999                             | 10.0.0.1",
        "10.0.0.1    | 10.0.0.2, 10.0.0.3                    | 10.0.0.2",
        "10.0.0.1    | ''                                    | 10.0.0.1"
      })
  void believesTrustedProxiesFromTheEndOn(String peer, String header, String expected) {
    // When
    String source = source(PROXIES, peer.strip(), header);

    // Then
    assertThat(source).isEqualTo(expected);
  }

  @Test
  void readsSeveralHeadersAsOne() {
    // When
    String source = source(PROXIES, "10.0.0.1", "1.1.1.1", "198.51.100.1, 10.0.0.7");

    // Then
    assertThat(source).isEqualTo("198.51.100.1");
  }

  @ParameterizedTest
  @ValueSource(strings = {"localhost", "10.0.0.0/33", "10.0.0/8", "10.0.0.0/", "", "::/129"})
  void refusesWhatIsNoRangeOfAddresses(String text) {
    // Then
    assertThatThrownBy(() -> source(List.of(text), "10.0.0.1"))
        .isInstanceOf(ConfigurationException.class)
        .hasMessage(
            "sandi.ingress.trusted-proxies (SANDI_TRUSTED_PROXIES): '"
                + text
                + "' is not a range of addresses like 10.0.0.0/8");
  }

  private static String source(List<String> trusted, String peer, String... forwarded) {
    MockHttpServletRequest request = new MockHttpServletRequest();
    request.setRemoteAddr(peer);
    for (String header : forwarded) {
      request.addHeader("X-Forwarded-For", header);
    }
    return new Sources(trusted).of(request).getHostAddress();
  }
}
