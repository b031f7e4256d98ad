package dev.sandi.ingress.admission;

import dev.sandi.value.ChallengeName;
import dev.sandi.value.SimulatedOutcome;
import dev.sandi.value.TimeLimit;
import org.jspecify.annotations.Nullable;

/**
 * What is told of a request among recent ones, beside who asked for whom.
 *
 * @param sandbox whether it goes to the simulated handset
 * @param outcome what that handset does, if it was chosen
 * @param userAgent at most 256 characters
 */
public record Listing(
    ChallengeName challenge,
    TimeLimit timeLimit,
    boolean sandbox,
    @Nullable SimulatedOutcome outcome,
    @Nullable String userAgent) {}
