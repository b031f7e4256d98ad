package dev.sandi.processor.gateway;

import dev.sandi.value.AppId;
import dev.sandi.value.PhoneNumber;
import dev.sandi.value.SessionId;
import dev.sandi.value.SimulatedOutcome;
import dev.sandi.value.SmsText;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A message to submit.
 *
 * @param app whose message it is; a gateway may have a source address for it
 * @param text carries the code; it hides itself in {@code toString}
 * @param validUntil after this the message is of no use to its receiver
 * @param simulatedOutcome what the simulated handset is to do; no real gateway gets to see one
 */
public record Sms(
    SessionId session,
    AppId app,
    PhoneNumber msisdn,
    SmsText text,
    Instant validUntil,
    @Nullable SimulatedOutcome simulatedOutcome) {}
