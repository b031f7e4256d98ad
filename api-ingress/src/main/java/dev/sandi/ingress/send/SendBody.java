package dev.sandi.ingress.send;

import io.swagger.v3.oas.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** What {@link OtpOrder} reads, as the API's reference shows it. */
@Schema(name = "SendRequest")
record SendBody(
    @Schema(
            description =
                "Phone number, 4 to 16 digits with the international prefix; a leading `+` is dropped",
            types = {"string", "integer"},
            pattern = "^\\+?[0-9]{4,16}$",
            minimum = "1000",
            maximum = "9999999999999999",
            example = "6281234567890")
        Object msisdn,
    @Schema(
            description =
                "The text, with `$OTP` exactly once where the code goes; at most 10 SMS segments",
            pattern = "^(([^$]|\\$(?!OTP))*\\$OTP([^$]|\\$(?!OTP))*)?$",
            types = {"string", "null"},
            defaultValue = "Your verification code is $OTP")
        @Nullable String template,
    @Schema(
            description =
                "Instead of `template`: the name of one that was set for the app; by default the one"
                    + " named `default`, if there is one",
            types = {"string", "null"},
            example = "login")
        @Nullable String templateName,
    @Schema(
            description = "Your own code, 4 to 10 letters and digits; by default one is generated",
            pattern = "^([0-9A-Za-z]{4,10})?$",
            types = {"string", "null"},
            example = "493817")
        @Nullable String otp,
    @Schema(
            description = "For how many seconds the code can be verified, 30 to 86400",
            types = {"string", "integer", "null"},
            pattern =
                "^(0*(3[0-9]|[4-9][0-9]|[1-9][0-9]{2,3}|[1-7][0-9]{4}|8[0-5][0-9]{3}|86[0-3][0-9]{2}|86400))?$",
            minimum = "30",
            maximum = "86400",
            defaultValue = "300")
        @Nullable Object timeLimit,
    @Schema(
            description = "What the code is for: codes of different challenges live side by side",
            types = {"string", "null"},
            maxLength = 64,
            defaultValue = "default")
        @Nullable String challenge,
    @Schema(
            description =
                "Where the outcome is told: an absolute `https` URL without credentials and fragment;"
                    + " apps in sandbox mode may use `http`",
            types = {"string", "null"},
            maxLength = 2048,
            example = "https://example.com/otp")
        @Nullable String callbackUrl) {}
