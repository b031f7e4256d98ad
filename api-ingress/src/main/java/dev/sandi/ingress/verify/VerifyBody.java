package dev.sandi.ingress.verify;

import io.swagger.v3.oas.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** What {@link Guess} reads, as the API's reference shows it. */
@Schema(name = "VerifyRequest")
record VerifyBody(
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
            description = "The code as somebody typed it",
            pattern = "^[0-9A-Za-z]{4,10}$",
            example = "493817")
        String otp,
    @Schema(
            description = "What the code was sent for",
            types = {"string", "null"},
            maxLength = 64,
            defaultValue = "default")
        @Nullable String challenge) {}
