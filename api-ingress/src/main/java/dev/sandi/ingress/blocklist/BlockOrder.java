package dev.sandi.ingress.blocklist;

import dev.sandi.ingress.admin.JsonFields;
import dev.sandi.ingress.problem.Refusal;
import dev.sandi.ingress.request.JsonBody;
import dev.sandi.value.AppId;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** Reads a block that an administrator asks for. */
final class BlockOrder {

  private static final Duration LONGEST = Duration.ofDays(36500);

  private BlockOrder() {}

  /**
   * Reads {@code digits}, {@code prefix}, {@code app_id}, {@code reason}, and {@code expires_at} or
   * {@code expires_in} (seconds).
   *
   * @throws Refusal 422 with all that breaks a rule
   */
  static NewBlock read(JsonBody body, Instant now) {
    JsonFields fields = JsonFields.of(body);
    fields.require("digits", "reason");
    Optional<AppId> app = fields.parsed("app_id", AppId::new);
    Optional<String> text = fields.parsed("digits", digits -> digits);
    boolean prefix = fields.flag("prefix", text.orElse("").endsWith("*"));
    Optional<BlockKey> key =
        fields.parsed("digits", digits -> BlockKey.of(digits, prefix, app.orElse(null)));
    Optional<String> reason = fields.parsed("reason", NewBlock::reason);
    Optional<Instant> at = fields.time("expires_at");
    Optional<Long> in = fields.number("expires_in", 1, LONGEST.toSeconds());
    at.flatMap(end -> NewBlock.faultOfEnd(end, now))
        .ifPresent(fault -> fields.fault("expires_at", fault));
    if (at.isPresent() && in.isPresent()) {
      fields.fault("expires_in", "expires_at and expires_in exclude each other");
    }
    fields.end();
    return new NewBlock(
        key.orElseThrow(),
        reason.orElseThrow(),
        at.or(() -> in.map(now::plusSeconds)).orElse(null));
  }
}
