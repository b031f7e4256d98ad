package dev.sandi.ingress.send;

import dev.sandi.ingress.admission.Decision;
import org.jspecify.annotations.Nullable;

/**
 * What is answered with 201.
 *
 * @param replayed whether it was answered before to the same {@code Idempotency-Key}, or may have
 *     been
 * @param left what is left of the rates; null if they were not asked
 */
record Sent(Accepted body, boolean replayed, Decision.@Nullable Allowance left) {}
