package dev.sandi.ingress.status;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The answer of {@code GET /v2/otp}.
 *
 * @param nextCursor where the next page begins; null on the last one
 */
record Page(List<RequestView> data, @Nullable String nextCursor) {}
