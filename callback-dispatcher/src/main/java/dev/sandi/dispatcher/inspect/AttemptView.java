package dev.sandi.dispatcher.inspect;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * An attempt as it is shown. Parts of its time are null if they did not happen, or were not noted.
 *
 * @param number from 1
 * @param reused whether the connection was there before
 * @param phase what it failed in
 * @param description the error in words
 * @param answerHead the first kilobyte of the answer's body
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record AttemptView(
    int number,
    @Nullable Instant startedAt,
    int durationMs,
    @Nullable Integer dnsMs,
    @Nullable Integer connectMs,
    @Nullable Integer tlsMs,
    @Nullable Integer firstByteMs,
    @Nullable Boolean reused,
    @Nullable String phase,
    @Nullable Integer status,
    @Nullable String error,
    @Nullable String description,
    @Nullable String answerHead) {}
