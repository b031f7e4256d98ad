package dev.sandi.event;

import dev.sandi.value.AppId;
import dev.sandi.value.InvalidValueException;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A number or a prefix is blocked, or no longer; the newest record of a key holds.
 *
 * @param digits the msisdn, or its first digits
 * @param prefix whether {@code digits} are the beginning of the blocked numbers
 * @param appId the app that it is blocked for; absent for all apps
 * @param blocked false when the block was taken back
 * @param source who blocked it: {@code admin}, or the name of a check
 * @param expiresAt when the block ends by itself; absent if never
 */
public record BlockChanged(
    String digits,
    boolean prefix,
    @Nullable AppId appId,
    boolean blocked,
    String reason,
    String source,
    @Nullable Instant expiresAt,
    Instant changedAt)
    implements Event {

  public BlockChanged {
    Required.of(digits, "digits");
    Required.of(reason, "reason");
    Required.of(source, "source");
    Required.of(changedAt, "changed_at");
    if (!digits.matches("[0-9]{1,16}")) {
      throw new InvalidValueException("digits should be 1-16 digits");
    }
  }

  @Override
  public String key() {
    return (appId == null ? "" : appId.value() + "/") + digits + (prefix ? "*" : "");
  }

  @Override
  public String subject() {
    return key();
  }
}
