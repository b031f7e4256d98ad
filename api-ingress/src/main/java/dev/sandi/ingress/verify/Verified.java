package dev.sandi.ingress.verify;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.sandi.value.SessionId;
import org.jspecify.annotations.Nullable;

/** The answer 200. */
@JsonInclude(JsonInclude.Include.NON_NULL)
record Verified(String message, String msisdn, @Nullable SessionId sessionId) {}
