package dev.sandi.processor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sandi.runtime.ConfigurationException;
import dev.sandi.testing.Infrastructure;
import dev.sandi.testing.RequiresInfrastructure;
import dev.sandi.testing.RunningService;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@RequiresInfrastructure
class StartingWithAGatewaysFileTest {

  @TempDir Path directory;

  @Test
  void whatTheFileDefinesIsThereFromTheStart() throws IOException {
    // Given
    String file = "gateways: [{name: of-file, kind: fake, enabled: false, settings: {host: h}}]";

    // When
    try (Processor processor = start(file)) {

      // Then
      String gateways =
          processor.getAs("/internal/v1/gateways", RunningService.INTERNAL_TOKEN).body();
      assertThat(gateways).contains("\"of-file\"", "\"source\":\"file\"");
    }
  }

  @Test
  void settingsThatTheirKindRefusesStopTheStart() {
    // When / Then
    assertThatThrownBy(() -> start("gateways: [{name: of-file, kind: fake}]").close())
        .isInstanceOf(ConfigurationException.class)
        .hasMessageEndingWith(
            "gateways.yaml: gateways[0].settings: host should be the name of a host");
  }

  private Processor start(String file) throws IOException {
    Path path = Files.writeString(directory.resolve("gateways.yaml"), file);
    return Processor.start(
        Infrastructure.shared(), Map.of("sandi.processor.gateways-file", path.toString()));
  }
}
