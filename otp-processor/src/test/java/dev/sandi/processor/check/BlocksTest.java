package dev.sandi.processor.check;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sandi.event.BlockChanged;
import dev.sandi.event.OtpRequested;
import dev.sandi.processor.Processor;
import dev.sandi.testing.RequiresInfrastructure;
import dev.sandi.value.AppId;
import dev.sandi.value.ChallengeName;
import dev.sandi.value.PhoneNumber;
import dev.sandi.value.SessionId;
import dev.sandi.value.SmsTemplate;
import dev.sandi.value.TimeLimit;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/**
 * The processor's last word against a model that looks through all blocks: the same that the
 * ingress holds its memory to, so that the two agree.
 */
@RequiresInfrastructure
class BlocksTest {

  private static final Instant NOW = Instant.parse("2026-11-22T10:00:00Z");
  private static final List<String> APPS = List.of("blocks-a", "blocks-b");

  private final Blocks blocks = Processor.shared().bean(Blocks.class);
  private final SplittableRandom random = new SplittableRandom(42);

  @Test
  void matchesAsALookThroughAllBlocksWould() {
    // Given: digits that no other test has, few enough that prefixes meet numbers
    Map<String, BlockChanged> model = new HashMap<>();
    List<BlockChanged> changes = new ArrayList<>();
    for (int i = 0; i < 600; i++) {
      BlockChanged change = change(i);
      changes.add(change);
      model.put(change.key(), change);
    }
    blocks.put(changes.subList(0, 300));
    blocks.put(changes.subList(300, 600));
    List<OtpRequested> requests = new ArrayList<>();
    for (int i = 0; i < 2000; i++) {
      requests.add(request(digits(6 + random.nextInt(5))));
    }

    // When
    Map<SessionId, Blocks.Block> matches = blocks.match(requests, NOW);

    // Then
    assertThat(matches).hasSizeBetween(200, 1800);
    for (OtpRequested request : requests) {
      Optional<BlockChanged> longest =
          model.values().stream()
              .filter(block -> stands(block, request))
              .max(Comparator.comparing(block -> block.digits().length()));
      assertThat(Optional.ofNullable(matches.get(request.sessionId())).map(Blocks.Block::digits))
          .isEqualTo(longest.map(BlockChanged::digits));
    }
  }

  private static boolean stands(BlockChanged block, OtpRequested request) {
    String msisdn = request.msisdn().digits();
    Instant end = block.expiresAt();
    return block.blocked()
        && (end == null || end.isAfter(NOW))
        && (block.appId() == null || block.appId().equals(request.appId()))
        && (block.prefix() ? msisdn.startsWith(block.digits()) : msisdn.equals(block.digits()));
  }

  private BlockChanged change(int n) {
    boolean prefix = random.nextInt(4) == 0;
    // To the last moment: one that ends now is over.
    Duration left = Duration.ofMillis(random.nextInt(-2, 3));
    return new BlockChanged(
        digits((prefix ? 5 : 6) + random.nextInt(5)),
        prefix,
        random.nextBoolean() ? null : new AppId(APPS.get(random.nextInt(2))),
        random.nextInt(4) > 0,
        "test",
        "admin",
        random.nextBoolean() ? null : NOW.plus(left),
        NOW.plusMillis(n));
  }

  private OtpRequested request(String digits) {
    return new OtpRequested(
        SessionId.at(NOW),
        new AppId(APPS.get(random.nextInt(2))),
        false,
        new PhoneNumber(digits),
        ChallengeName.DEFAULT,
        SmsTemplate.DEFAULT,
        null,
        TimeLimit.DEFAULT,
        null,
        NOW,
        null,
        null);
  }

  private String digits(int length) {
    StringBuilder digits = new StringBuilder("000");
    while (digits.length() < length) {
      digits.append(random.nextInt(3));
    }
    return digits.toString();
  }
}
