package dev.sandi.ingress.check;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sandi.ingress.testing.Administrator;
import dev.sandi.ingress.testing.Answer;
import dev.sandi.ingress.testing.Ingress;
import dev.sandi.testing.RequiresInfrastructure;
import org.junit.jupiter.api.Test;

@RequiresInfrastructure
class ShadowTest {

  private final Ingress ingress = Ingress.shared();
  private final Administrator administrator = ingress.administrator();

  @Test
  void tellsWhatTheProcessorCountedOfAnApp() {
    // Given
    String app = administrator.newApp();

    // When
    Answer answer = administrator.get("/apps/" + app + "/shadow");

    // Then
    assertThat(answer.json().at("/checks/0/check").asString()).isEqualTo("spam");
    assertThat(answer.json().at("/checks/0/last_24_hours").asInt()).isEqualTo(10_000);
    assertThat(answer.json().at("/checks/0/more").asBoolean()).isTrue();
    assertThat(answer.json().at("/midnight").asString()).isEqualTo("2026-11-25T00:00:00Z");
    assertThat(ingress.processor().questions())
        .anyMatch(asked -> asked.path().equals("/internal/v1/apps/" + app + "/shadow"));
  }

  @Test
  void knowsNothingOfAnAppThatThereIsNot() {
    // When
    Answer answer = administrator.get("/apps/no-such-app/shadow");

    // Then
    assertThat(answer.status()).isEqualTo(404);
    assertThat(answer.text("code")).isEqualTo("app_not_found");
  }
}
