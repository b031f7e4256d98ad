package dev.sandi.processor.check;

import dev.sandi.processor.check.Blocks.Block;
import dev.sandi.value.PhoneNumber;
import dev.sandi.value.SessionId;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.Map;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;

/**
 * Refuses numbers and prefixes on the blocklist. The ingress refuses them first; this is the last
 * word, for what was blocked since.
 */
@Component
@Order(0)
class BlockedNumbers implements Check {

  private final Blocks blocks;
  private final Clock clock;

  BlockedNumbers(Blocks blocks, Clock clock) {
    this.blocks = blocks;
    this.clock = clock;
  }

  @Override
  public String name() {
    return CheckName.BLOCKED.text();
  }

  @Override
  public Map<SessionId, Refusal> refuse(Batch batch) {
    Map<SessionId, Refusal> refusals = new LinkedHashMap<>();
    blocks
        .match(batch.requests().stream().map(Asked::request).toList(), clock.instant())
        .forEach(
            (session, block) ->
                refusals.put(session, new Refusal("msisdn_blocked", evidence(block))));
    return refusals;
  }

  private static Map<String, Object> evidence(Block block) {
    return Map.of(
        "matched",
        block.prefix() ? block.digits() + "*" : new PhoneNumber(block.digits()).masked(),
        "scope",
        block.ofApp() ? "app" : "global",
        "source",
        block.source(),
        "reason",
        block.reason());
  }
}
