package dev.sandi.dispatcher.inspect;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A delivery as it is shown.
 *
 * @param id the event's, and the {@code webhook-id}
 * @param url without its query
 * @param occurredAt when the event happened, which lists go by
 * @param createdAt when it was taken in
 * @param nextAttemptAt when it is due, if it is pending
 * @param waitsFor what keeps it from being attempted, if it is pending
 * @param heldBackBy the event of its session that has to be told first; only of one that was asked
 *     for by its id
 * @param lastDescription the last error in words
 * @param endDescription why nothing follows, in words
 * @param body what is told, with the number masked; only of one that was asked for by its id
 * @param attemptsMade the newest first; only of one that was asked for by its id
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record DeliveryView(
    UUID id,
    String app,
    UUID sessionId,
    String type,
    String url,
    long endpointId,
    String state,
    int attempts,
    Instant occurredAt,
    @Nullable Instant createdAt,
    @Nullable Instant endedAt,
    @Nullable Instant nextAttemptAt,
    @Nullable String waitsFor,
    @Nullable UUID heldBackBy,
    @Nullable Integer lastStatus,
    @Nullable String lastError,
    @Nullable String lastDescription,
    @Nullable String endReason,
    @Nullable String endDescription,
    @Nullable Object body,
    @Nullable List<AttemptView> attemptsMade) {}
