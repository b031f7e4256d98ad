package dev.sandi.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sandi.runtime.SandiProperties.Keys;
import dev.sandi.value.Secret;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class SandiPropertiesTest {

  private static SandiProperties withToken(String token) {
    return new SandiProperties(
        new Keys(Secret.of("k1:c2VjcmV0"), null),
        Secret.of(token),
        12,
        (short) 1,
        null,
        Duration.ZERO);
  }

  @Test
  void doesNotPrintWhatIsSecret() {
    assertThat(withToken("internal-token-of-16"))
        .hasToString(
            "SandiProperties[keys=Keys[sealing=***, mac=null], internalToken=***, partitions=12,"
                + " replicas=1, instance=null, outboxGather=PT0S]");
  }

  @Test
  void namesTheSettingThatIsMissing() {
    assertThatThrownBy(() -> withToken("").requiredMacKeys())
        .isInstanceOf(ConfigurationException.class)
        .hasMessage("sandi.keys.mac is not set: give it by SANDI_KEYS_MAC");
  }

  @Test
  void takesAnInternalTokenOf16Characters() {
    assertThat(withToken("0123456789abcdef").requiredInternalToken().reveal()).hasSize(16);
  }

  @Test
  void refusesAnInternalTokenThatIsEasilyGuessed() {
    assertThatThrownBy(() -> withToken("0123456789abcde").requiredInternalToken())
        .isInstanceOf(ConfigurationException.class)
        .hasMessage("sandi.internal-token should have at least 16 characters");
  }
}
