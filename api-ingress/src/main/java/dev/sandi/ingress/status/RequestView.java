package dev.sandi.ingress.status;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A request as its app may see it.
 *
 * @param requestId of a refused request: the id that its error body carried
 * @param sessionId of an accepted request
 * @param msisdn masked
 * @param error slug of the refusal
 * @param reason why it was rejected, failed or not delivered
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record RequestView(
    @Nullable UUID requestId,
    @Nullable UUID sessionId,
    @Schema(implementation = RequestState.class) String status,
    @Nullable String reason,
    int httpStatus,
    @Nullable String error,
    @Nullable String msisdn,
    @Nullable String challenge,
    @Nullable String userAgent,
    Instant requestedAt,
    Instant updatedAt,
    @Nullable Instant expiresAt) {}
