package dev.sandi.processor.gateway;

import java.time.Duration;

/**
 * How long a gateway's answer is waited for at most: one that comes later is thrown away, and its
 * message counts as ambiguous.
 *
 * @param duration two thirds of {@code sandi.processor.submit-lease}
 */
public record LongestAnswer(Duration duration) {}
