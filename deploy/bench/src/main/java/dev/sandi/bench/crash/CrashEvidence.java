package dev.sandi.bench.crash;

import dev.sandi.bench.sending.Evidence;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/**
 * What all sides of a run have on record. Times are milliseconds of the run.
 *
 * @param sending of orders, submits and lifecycle events
 * @param verifications by session
 * @param callbacks requests that receivers took, by their {@code webhook-id}, in their order
 * @param callbacksTold those of which a {@code callback.delivered} tells
 * @param statuses of some sessions, as customers are shown them
 * @param quotaUsed by the app
 * @param disturbances of all places
 * @param probed what copies answered to probes, each copy's in their order
 */
record CrashEvidence(
    Evidence sending,
    Map<String, Verification> verifications,
    Map<UUID, List<MadeCallback>> callbacks,
    Set<UUID> callbacksTold,
    Map<String, String> statuses,
    long quotaUsed,
    List<Disturbance> disturbances,
    List<Probed> probed) {}
