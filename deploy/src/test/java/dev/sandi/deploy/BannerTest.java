package dev.sandi.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class BannerTest {

  @Test
  void showsTheRealPorts() {
    // Given
    var settings =
        SettingsOf.local(
            Path.of("/srv/sandi/.sandi"),
            "sandi.port.ingress",
            "18080",
            "sandi.port.processor",
            "18081");

    // When
    var banner = String.join("\n", new Banner(settings, Duration.ofMillis(4321)).lines());

    // Then
    assertThat(banner)
        .contains("after 4.3 s")
        .contains("App-ID: demo", "API-Key: demo-key")
        .contains("http://localhost:18080/admin/v1", "Bearer local-admin")
        .contains("http://localhost:18080/v2/otp/send -d '{\"msisdn\":\"6281234567890\"}'")
        .contains("curl -s 'localhost:18081/simulator/inbox?msisdn=6281234567890'")
        .contains("http://localhost:18080/v2/otp/verify");
  }
}
