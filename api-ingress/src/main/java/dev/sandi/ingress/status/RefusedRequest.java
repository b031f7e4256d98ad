package dev.sandi.ingress.status;

import dev.sandi.value.AppId;
import dev.sandi.value.ChallengeName;
import dev.sandi.value.PhoneNumber;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A request to send a code that got another answer than 201.
 *
 * @param id the request's id, a UUID of version 7
 * @param msisdn null if it could not be read
 * @param challenge null if none was given, or it could not be read
 * @param httpStatus what was answered
 * @param error the slug of what was answered
 * @param userAgent at most 256 characters
 */
public record RefusedRequest(
    UUID id,
    AppId appId,
    @Nullable PhoneNumber msisdn,
    @Nullable ChallengeName challenge,
    int httpStatus,
    String error,
    @Nullable String userAgent,
    Instant at) {}
