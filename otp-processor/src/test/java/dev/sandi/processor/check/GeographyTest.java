package dev.sandi.processor.check;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class GeographyTest {

  private static final long INDONESIA = 6281234567890L;
  private static final long SINGAPORE = 6581234567L;

  private final Geography check = new Geography();
  private final Traffic traffic = new Traffic();

  @Test
  void withoutSettingsAllCountriesAreServed() {
    // Given
    traffic.ask("shop", INDONESIA);
    traffic.ask("shop", SINGAPORE);
    traffic.ask("shop", 447400123456L);

    // When / Then
    assertThat(traffic.refusedBy(check)).isEmpty();
  }

  @Test
  void countriesThatAreNotAllowedAreRefused() {
    // Given
    traffic.settings(Map.of("geography", Map.of("allow", List.of("ID"))));
    traffic.ask("shop", INDONESIA);
    traffic.ask("shop", SINGAPORE);

    // When
    Map<Integer, Check.Refusal> refusals = traffic.refusals(check);

    // Then
    assertThat(refusals).containsOnlyKeys(1);
    assertThat(refusals.get(1).reason()).isEqualTo("country_not_served");
    assertThat(refusals.get(1).evidence()).containsEntry("region", "SG");
  }

  @Test
  void deniedCountriesAreRefusedEvenIfTheyAreAllowed() {
    // Given
    traffic.settings(
        Map.of("geography", Map.of("allow", List.of("ID", "SG"), "deny", List.of("SG"))));
    traffic.ask("shop", INDONESIA);
    traffic.ask("shop", SINGAPORE);

    // When / Then
    assertThat(traffic.refusedBy(check)).containsExactly(1);
  }

  @Test
  void premiumRatesAreRefused() {
    // Given
    traffic.ask("shop", 449098790000L);

    // When
    Map<Integer, Check.Refusal> refusals = traffic.refusals(check);

    // Then
    assertThat(refusals.get(0)).isNotNull();
    assertThat(refusals.get(0).reason()).isEqualTo("premium_rate");
    assertThat(refusals.get(0).recordedOnly()).isFalse();
  }

  @Test
  void unallocatedRangesAreOnlyRecordedUnlessTheAppSaysOtherwise() {
    // Given
    traffic.ask("shop", 6200000000000L);
    traffic.settings(Map.of("geography", Map.of("unallocated", "enforce")));
    traffic.ask("shop", 6200000000000L);
    traffic.settings(Map.of("geography", Map.of("unallocated", "off")));
    traffic.ask("shop", 6200000000000L);

    // When
    Map<Integer, Check.Refusal> refusals = traffic.refusals(check);

    // Then
    assertThat(refusals).containsOnlyKeys(0, 1);
    assertThat(refusals.get(0)).isNotNull();
    assertThat(refusals.get(0).reason()).isEqualTo("unallocated");
    assertThat(refusals.get(0).recordedOnly()).isTrue();
    assertThat(refusals.get(1).recordedOnly()).isFalse();
  }
}
