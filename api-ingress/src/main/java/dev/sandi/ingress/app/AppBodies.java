package dev.sandi.ingress.app;

import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What administration of apps reads, as the reference shows it. A null counts as absent. */
final class AppBodies {

  private static final String WEB_OTP =
      "The site that browsers may fill its codes in at: SMS end with a line `@<site> #<code>`";
  private static final String ANDROID_HASH =
      "The Android app that may read its codes (SMS Retriever API): a line of the SMS";

  private static final String PEM = "-----BEGIN CERTIFICATE-----\n…\n-----END CERTIFICATE-----";

  private AppBodies() {}

  @Schema(name = "NewAppRequest")
  record NewAppBody(
      @Schema(description = "By default one is made", example = "shop") @Nullable String id,
      @Schema(minLength = 1, maxLength = 100, example = "Shop") String name,
      @Schema(defaultValue = "live") @Nullable Mode mode,
      @Nullable LimitsBody limits,
      @Schema(description = "Whether callbacks may go to plain http", defaultValue = "false")
          @Nullable Boolean insecureCallbacks,
      @Schema(description = "Whether a 201 repeats the app's own code", defaultValue = "false")
          @Nullable Boolean returnOtp,
      @Nullable CodeBody code,
      @Schema(description = WEB_OTP, example = "shop.example") @Nullable String webOtp,
      @Schema(description = ANDROID_HASH, pattern = "^[A-Za-z0-9+/]{11}$", example = "FA+9qCX9VSu")
          @Nullable String androidHash,
      @Schema(description = "By the check's name: `enforce`, `shadow` or `off`")
          @Nullable Map<String, String> checkModes,
      @Schema(description = "Whose apps the checks watch as one", example = "shop-group")
          @Nullable String owner,
      @Schema(description = "Where links in templates may lead to")
          @Nullable List<String> allowedDomains,
      @Schema(description = "By the check's name; what is absent has its default")
          @Nullable Map<String, Map<String, Object>> checkSettings,
      @Nullable CallbacksBody callbacks,
      @Schema(description = "Sends in all; without one there is no limit", minimum = "0")
          @Nullable Long quota,
      @Nullable List<NewTestNumberBody> testNumbers) {}

  @Schema(name = "AppPatchRequest")
  record AppPatchBody(
      @Schema(minLength = 1, maxLength = 100) @Nullable String name,
      @Nullable Mode mode,
      @Nullable LimitsBody limits,
      @Nullable Boolean insecureCallbacks,
      @Nullable Boolean returnOtp,
      @Nullable CodeBody code,
      @Schema(description = WEB_OTP, example = "shop.example") @Nullable String webOtp,
      @Schema(description = ANDROID_HASH, pattern = "^[A-Za-z0-9+/]{11}$", example = "FA+9qCX9VSu")
          @Nullable String androidHash,
      @Nullable Map<String, String> checkModes,
      @Schema(description = "Whose apps the checks watch as one", example = "shop-group")
          @Nullable String owner,
      @Schema(description = "Where links in templates may lead to")
          @Nullable List<String> allowedDomains,
      @Schema(description = "By the check's name; what is absent has its default")
          @Nullable Map<String, Map<String, Object>> checkSettings,
      @Nullable CallbacksBody callbacks) {}

  @Schema(name = "CallbacksRequest", description = "What it wants of its callbacks")
  record CallbacksBody(
      @Schema(
              description =
                  "Pauses between attempts, in seconds, at most ten of 1-86400; none for the"
                      + " dispatcher's own")
          @Nullable List<Long> retrySchedule,
      @Schema(
              description = "Whether a callback that may have arrived is never repeated",
              defaultValue = "false")
          @Nullable Boolean atMostOnce,
      @Schema(
              description =
                  "`session`: the events of a session are told one after the other, as they"
                      + " happened; `none`: no callback waits for another. For callbacks that are"
                      + " still to be",
              allowableValues = {"session", "none"},
              defaultValue = "session")
          @Nullable String order,
      @Schema(
              description =
                  "`standard`: signed JSON; `legacy_get`, `legacy_post`: the callback URL with"
                      + " `session_id` and a number, `status`, unsigned",
              allowableValues = {"standard", "legacy_get", "legacy_post"},
              defaultValue = "standard")
          @Nullable String style) {}

  @Schema(name = "CallbackAuthoritiesRequest")
  record CallbackAuthoritiesBody(
      @Schema(description = "One or several, in PEM", example = PEM) String authorities) {}

  @Schema(name = "CallbackCertificateRequest")
  record CallbackCertificateBody(
      @Schema(
              description =
                  "In PEM; behind it those between it and its authority, each signed by the next",
              example = PEM)
          String certificate,
      @Schema(
              description = "In PEM, PKCS #8, not encrypted. It is sealed, and never shown again",
              example = "-----BEGIN PRIVATE KEY-----\n…\n-----END PRIVATE KEY-----")
          String privateKey) {}

  @Schema(name = "LimitsRequest")
  record LimitsBody(
      @Schema(minimum = "1", maximum = "100000", defaultValue = "50")
          @Nullable Integer requestsPerSecond,
      @Schema(description = "In seconds, not shrinking; by default 30, 60, 120")
          @Nullable List<Long> resendWaits,
      @Schema(description = "To one number", minimum = "1", maximum = "10000", defaultValue = "5")
          @Nullable Integer sendsPerHour,
      @Schema(description = "To one number", minimum = "1", maximum = "100000", defaultValue = "10")
          @Nullable Integer sendsPerDay) {}

  @Schema(name = "CodeRequest", description = "What generated codes are made of")
  record CodeBody(
      @Schema(minimum = "4", maximum = "10", defaultValue = "6") @Nullable Integer length,
      @Schema(
              description =
                  "`alphanumeric` is digits and capital letters without those that look alike and"
                      + " without vowels; codes are compared letter by letter",
              allowableValues = {"numeric", "alphanumeric"},
              defaultValue = "numeric")
          @Nullable String alphabet) {}

  @Schema(name = "TemplateRequest")
  record TemplateBody(
      @Schema(
              description = "The text, with `$OTP` exactly once where the code goes",
              example = "Your Shop code is $OTP. Never share it.")
          String template) {}

  @Schema(name = "NewTestNumberRequest")
  record NewTestNumberBody(
      @Schema(example = "6281234567890") String msisdn,
      @Schema(pattern = "^[0-9A-Za-z]{4,10}$", example = "123456") String otp,
      @Schema(
              allowableValues = {"delivered", "undelivered", "failed", "late"},
              defaultValue = "delivered")
          @Nullable String outcome) {}

  @Schema(name = "TestNumberRequest")
  record TestNumberBody(
      @Schema(pattern = "^[0-9A-Za-z]{4,10}$", example = "123456") String otp,
      @Schema(
              allowableValues = {"delivered", "undelivered", "failed", "late"},
              defaultValue = "delivered")
          @Nullable String outcome) {}

  @Schema(name = "NewKeyRequest")
  record NewKeyBody(
      @Schema(maxLength = 100, example = "checkout") @Nullable String name,
      @Schema(description = "By default it lives until it is revoked")
          @Nullable Instant expiresAt) {}

  @Schema(name = "QuotaRequest")
  record QuotaBody(
      @Schema(
              description = "Sends in all; `null` for no limit",
              types = {"integer", "null"},
              minimum = "0",
              maximum = "1000000000000")
          Long limit) {}

  @Schema(name = "MoreQuotaRequest")
  record MoreQuotaBody(@Schema(minimum = "1", maximum = "1000000000000") Long amount) {}

  @Schema(name = "NewWebhookSecretRequest")
  record NewWebhookSecretBody(
      @Schema(
              description = "`hmac` signs as `v1`, `ed25519` as `v1a`",
              allowableValues = {"hmac", "ed25519"},
              defaultValue = "hmac")
          @Nullable String type,
      @Schema(
              description =
                  "`whsec_` and base64 of 24 to 64 bytes; by default one is made. Not with"
                      + " `ed25519`")
          @Nullable String secret,
      @Schema(
              description = "For how many seconds the older ones sign too",
              minimum = "0",
              maximum = "2592000",
              defaultValue = "86400")
          @Nullable Long grace) {}
}
