package dev.sandi.processor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.sandi.event.AppChanged;
import dev.sandi.event.OtpRequested;
import dev.sandi.testing.RequiresInfrastructure;
import dev.sandi.value.AndroidHash;
import dev.sandi.value.AppId;
import dev.sandi.value.CodeFormat;
import dev.sandi.value.CodeFormat.Alphabet;
import dev.sandi.value.PhoneNumber;
import dev.sandi.value.SessionId;
import dev.sandi.value.WebOtpDomain;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.JdbcTemplate;

@RequiresInfrastructure
class CodeSettingsTest {

  private final Processor processor = Processor.shared();
  private final PhoneNumber msisdn = Processor.freshNumber();
  private final AppId app = new AppId("app-" + UUID.randomUUID());

  @Test
  void codesAreMadeAsTheAppChose() {
    // Given
    choose(new CodeFormat(8, Alphabet.ALPHANUMERIC));

    // When
    send(null, null);

    // Then
    assertThat(processor.inbox(msisdn).get(0)).matches(".* [23456789BCDFGHJKMNPQRSTVWXYZ]{8}");
  }

  @Test
  void ofTwoChoicesTheNewerOneHoldsWhateverTheirOrder() {
    // Given
    AppChanged older = settings(new CodeFormat(4, Alphabet.NUMERIC));
    Processor.CLOCK.advance(Duration.ofSeconds(1));
    choose(new CodeFormat(9, Alphabet.NUMERIC));

    // When
    processor.publish(older);
    choose(new CodeFormat(9, Alphabet.NUMERIC), new AppId("app-" + UUID.randomUUID()));
    send(null, null);

    // Then
    assertThat(processor.inbox(msisdn).get(0)).matches(".* [0-9]{9}");
  }

  @Test
  void anAppThatChoosesNothingAnyMoreHasSixDigits() {
    // Given
    choose(new CodeFormat(8, Alphabet.ALPHANUMERIC));
    Processor.CLOCK.advance(Duration.ofSeconds(1));

    // When
    choose(null);
    send(null, null);

    // Then
    assertThat(processor.inbox(msisdn).get(0)).matches(".* [0-9]{6}");
  }

  @Test
  void theLastLineTellsABrowserTheSiteAndTheCode() {
    // When
    send(new WebOtpDomain("shop.example"), null);

    // Then
    assertThat(processor.inbox(msisdn).get(0))
        .matches("Your verification code is ([0-9]{6})\n@shop\\.example #\\1");
  }

  @Test
  void aLineNamesTheAndroidAppAheadOfTheBrowsersLine() {
    // When
    send(new WebOtpDomain("shop.example"), new AndroidHash("FA+9qCX9VSu"));

    // Then
    assertThat(processor.inbox(msisdn).get(0))
        .matches("Your verification code is ([0-9]{6})\nFA\\+9qCX9VSu\n@shop\\.example #\\1");
  }

  private void choose(@Nullable CodeFormat code) {
    choose(code, app);
  }

  private void choose(@Nullable CodeFormat code, AppId of) {
    AppChanged change = settings(code, of);
    processor.publish(change);
    await()
        .untilAsserted(
            () ->
                assertThat(
                        processor
                            .bean(JdbcTemplate.class)
                            .queryForObject(
                                "select count(*) from code_formats"
                                    + " where app_id = ? and changed_at = ?",
                                Long.class,
                                of.value(),
                                change.changedAt().atOffset(java.time.ZoneOffset.UTC)))
                    .isEqualTo(1));
  }

  private AppChanged settings(@Nullable CodeFormat code) {
    return settings(code, app);
  }

  private static AppChanged settings(@Nullable CodeFormat code, AppId of) {
    return new AppChanged(
        of,
        false,
        true,
        false,
        code,
        List.of(),
        Map.of(),
        Processor.CLOCK.instant(),
        null,
        List.of(),
        Map.of(),
        null,
        null);
  }

  private void send(@Nullable WebOtpDomain webOtp, @Nullable AndroidHash androidHash) {
    OtpRequested plain = Requests.to(msisdn);
    processor.publish(
        new OtpRequested(
            SessionId.at(plain.requestedAt()),
            app,
            false,
            msisdn,
            plain.challenge(),
            plain.template(),
            null,
            plain.timeLimit(),
            null,
            plain.requestedAt(),
            null,
            null,
            webOtp,
            androidHash));
    await().untilAsserted(() -> assertThat(processor.inbox(msisdn)).hasSize(1));
  }
}
