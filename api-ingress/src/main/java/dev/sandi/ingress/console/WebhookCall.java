package dev.sandi.ingress.console;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A callback as its receiver sees it (Standard Webhooks).
 *
 * @param id {@code webhook-id}, the same for every attempt
 * @param timestamp {@code webhook-timestamp}, seconds since 1970
 * @param signature {@code webhook-signature}: one or several, separated by spaces
 * @param body as it came, which is what was signed
 */
record WebhookCall(
    @JsonProperty("received_at") Instant receivedAt,
    @Nullable String id,
    @Nullable String timestamp,
    @Nullable String signature,
    String body) {}
