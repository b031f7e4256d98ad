package dev.sandi.processor.check;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sandi.processor.Processor;
import dev.sandi.testing.RequiresInfrastructure;
import dev.sandi.value.AppId;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@RequiresInfrastructure
class SpamTest {

  private static final long NUMBER = 6281234567890L;

  private final Spam check =
      new Spam(new BaitTemplates(), new Bursts(Processor.shared().bean(TrafficHistory.class)));
  private final Traffic traffic = new Traffic();

  @Test
  void aNumberThatManyOwnersAskForIsRefusedAndClosedToAll() {
    // Given
    IntStream.range(0, 20).forEach(n -> traffic.ask("bomb-" + n, NUMBER));

    // When
    Map<Integer, Check.Refusal> refusals = traffic.refusals(check);

    // Then
    assertThat(refusals.keySet())
        .containsExactlyElementsOf(IntStream.range(4, 20).boxed().toList());
    assertThat(refusals.get(4).reason()).isEqualTo("number_bombed");
    assertThat(refusals.get(4).evidence())
        .containsEntry("owners", 5L)
        .containsEntry("minutes", 10L);
    assertThat(refusals.get(4).closings())
        .containsExactly(new Check.Closing("6281234567890", false, null, Duration.ofHours(1)));
  }

  @Test
  void whatOnlyAnAppsOwnSettingsCallABombedNumberIsClosedToItAlone() {
    // Given
    traffic.settings(Map.of("spam", Map.of("requests", 2, "owners", 3, "victim_block_hours", 720)));
    IntStream.range(0, 3).forEach(n -> traffic.ask("eager", NUMBER));
    IntStream.range(0, 2).forEach(n -> traffic.ask("other-" + n, NUMBER));

    // When
    Map<Integer, Check.Refusal> refusals = traffic.refusals(check);

    // Then
    assertThat(refusals.get(2).reason()).isEqualTo("number_asked_too_often");
    assertThat(refusals.get(2).closings())
        .containsExactly(
            new Check.Closing("6281234567890", false, new AppId("eager"), Duration.ofDays(30)));
    assertThat(refusals.get(4).reason()).isEqualTo("number_bombed");
    assertThat(refusals.get(4).closings())
        .containsExactly(
            new Check.Closing("6281234567890", false, new AppId("other-1"), Duration.ofDays(30)));
  }

  @Test
  void whatTheDefaultsCallABombedNumberIsClosedToAllForTheirTimeAndToTheAppForItsOwn() {
    // Given
    traffic.settings(Map.of("spam", Map.of("victim_block_hours", 24)));
    IntStream.range(0, 16).forEach(n -> traffic.ask("patient", NUMBER));

    // When
    Map<Integer, Check.Refusal> refusals = traffic.refusals(check);

    // Then
    assertThat(refusals).containsOnlyKeys(15);
    assertThat(refusals.get(15).closings())
        .containsExactly(
            new Check.Closing("6281234567890", false, null, Duration.ofHours(1)),
            new Check.Closing("6281234567890", false, new AppId("patient"), Duration.ofHours(24)));
  }

  @Test
  void whatTheDefaultsCallABombedNumberIsClosedToAllOnceTheyDo() {
    // Given
    traffic.settings(Map.of("spam", Map.of("requests", 2, "victim_block_hours", 1)));
    IntStream.range(0, 16).forEach(n -> traffic.ask("eager", NUMBER));

    // When
    Map<Integer, Check.Refusal> refusals = traffic.refusals(check);

    // Then
    assertThat(refusals.get(14).closings())
        .containsExactly(
            new Check.Closing("6281234567890", false, new AppId("eager"), Duration.ofHours(1)));
    assertThat(refusals.get(15).closings())
        .containsExactly(new Check.Closing("6281234567890", false, null, Duration.ofHours(1)));
  }

  @Test
  void theAppsOfOneOwnerAreNotManyOwners() {
    // Given
    IntStream.range(0, 10).forEach(n -> traffic.ask("app-" + n, "group", NUMBER));

    // When / Then
    assertThat(traffic.refusedBy(check)).isEmpty();
  }

  @Test
  void aNumberThatIsAskedForWithoutAnEndIsRefused() {
    // Given
    traffic.step(Duration.ofMinutes(1));
    IntStream.range(0, 30).forEach(n -> traffic.ask("app-" + n % 3, NUMBER));

    // When
    Map<Integer, Check.Refusal> refusals = traffic.refusals(check);

    // Then
    assertThat(refusals.keySet())
        .containsExactlyElementsOf(IntStream.range(15, 30).boxed().toList());
    assertThat(refusals.get(15).reason()).isEqualTo("number_asked_too_often");
  }

  @Test
  void aBurstBelowOnePrefixIsRefusedAboveTheFloor() {
    // Given
    Random random = new Random(5);
    IntStream.range(0, 200)
        .forEach(n -> traffic.ask("pumped", 6299_12340000L + random.nextLong(10_000)));

    // When
    Map<Integer, Check.Refusal> refusals = traffic.refusals(check);

    // Then
    assertThat(refusals.keySet())
        .containsExactlyElementsOf(IntStream.range(30, 200).boxed().toList());
    assertThat(refusals.get(30).reason()).isEqualTo("prefix_burst");
    assertThat(refusals.get(30).evidence())
        .containsEntry("prefix", "62991234*")
        .containsEntry("requests", 31L)
        .containsEntry("allowed", 30L);
    assertThat(refusals.get(30).closings())
        .containsExactly(
            new Check.Closing("62991234", true, new AppId("pumped"), Duration.ofHours(12)));
  }

  @Test
  void aBurstOfShortNumbersIsRefusedButClosesNoCountry() {
    // Given
    IntStream.range(0, 31).forEach(n -> traffic.ask("pumped", 62810 + n * 7L));

    // When
    Map<Integer, Check.Refusal> refusals = traffic.refusals(check);

    // Then
    assertThat(refusals).containsOnlyKeys(30);
    assertThat(refusals.get(30).reason()).isEqualTo("prefix_burst");
    assertThat(refusals.get(30).closings()).isEmpty();
  }

  @Test
  void codesThatAreVerifiedCountForNoBurstButUpToALimit() {
    // Given: below three times as many as may stay unverified
    IntStream.range(0, 80)
        .forEach(n -> traffic.askAndVerify("opened", 6299_12350000L + n * 7L, Duration.ZERO));
    IntStream.range(0, 20).forEach(n -> traffic.ask("opened", 6299_12355000L + n * 7L));

    // When
    Map<Integer, Check.Refusal> refusals = traffic.refusals(check);

    // Then
    assertThat(refusals.keySet())
        .containsExactlyElementsOf(IntStream.range(10, 20).boxed().toList());
    assertThat(refusals.get(10).evidence())
        .containsEntry("requests", 91L)
        .containsEntry("unverified", 11L);
  }

  @Test
  void whatIsVerifiedIsNoCoverForABurst() {
    // Given
    IntStream.range(0, 40)
        .forEach(n -> traffic.askAndVerify("covered", 6299_12360000L + n * 7L, Duration.ZERO));
    IntStream.range(0, 40).forEach(n -> traffic.ask("covered", 6299_12365000L + n * 7L));

    // When / Then
    assertThat(traffic.refusedBy(check))
        .containsExactlyElementsOf(IntStream.range(30, 40).boxed().toList());
  }

  @Test
  void whatTheSandboxAsksForBombsNobodyOutsideOfIt() {
    // Given
    for (int n = 0; n < 4; n++) {
      traffic.sandbox(true);
      traffic.ask("bomb-" + n, NUMBER);
      traffic.sandbox(false);
      traffic.ask("other-" + n, NUMBER);
    }
    traffic.sandbox(true);
    int fifth = traffic.ask("bomb-5", NUMBER);

    // When / Then
    assertThat(traffic.refusedBy(check)).containsExactly(fifth);
  }

  @Test
  void whatTheSandboxAsksForIsNoPartOfABurst() {
    // Given
    for (int n = 0; n < 30; n++) {
      traffic.sandbox(true);
      traffic.ask("tried", 6299_12370000L + n * 7L);
      traffic.sandbox(false);
      traffic.ask("tried", 6299_12375000L + n * 7L);
    }
    traffic.sandbox(true);
    int more = traffic.ask("tried", 6299_12379000L);

    // When / Then
    assertThat(traffic.refusedBy(check)).containsExactly(more);
  }

  @Test
  void theSameSpreadOverHoursIsNoBurst() {
    // Given
    Random random = new Random(5);
    traffic.step(Duration.ofMinutes(3));
    IntStream.range(0, 200)
        .forEach(n -> traffic.ask("steady", 6299_12340000L + random.nextLong(10_000)));

    // When / Then
    assertThat(traffic.refusedBy(check)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "$OTP https://evil.example/x   | template_foreign_link",
        "$OTP https://sh0p.example/x   | template_look_alike_domain",
        "$OTP or call +62 812 3456 789 | template_call_back_number",
        "$OTP co\u200Bde              | template_hidden_characters",
      })
  void aTemplateThatIsABaitIsRefused(String template, String reason) {
    // Given
    traffic.domains("shop.example");
    traffic.ask("shop", "shop", NUMBER, template);

    // When
    Map<Integer, Check.Refusal> refusals = traffic.refusals(check);

    // Then
    assertThat(refusals.get(0)).isNotNull();
    assertThat(refusals.get(0).reason()).isEqualTo(reason);
    assertThat(refusals.get(0).closings()).isEmpty();
    assertThat((List<?>) refusals.get(0).evidence().get("found")).hasSize(1);
  }

  @Test
  void aTemplateWithALinkToTheAppsOwnDomainPasses() {
    // Given
    traffic.domains("shop.example");
    traffic.ask(
        "shop",
        "shop",
        NUMBER,
        "$OTP at https://login.shop.example/?c=$OTP".replaceFirst("=\\$OTP", "="));

    // When / Then
    assertThat(traffic.refusedBy(check)).isEmpty();
  }

  @Test
  void anAppMayLeaveItsTemplatesAlone() {
    // Given
    traffic.settings(Map.of("spam", Map.of("templates", 0)));
    traffic.ask("shop", "shop", NUMBER, "$OTP https://evil.example/x");

    // When / Then
    assertThat(traffic.refusedBy(check)).isEmpty();
  }
}
