package dev.sandi.ingress.blocklist;

import dev.sandi.event.BlockChanged;
import dev.sandi.event.Envelope;
import dev.sandi.messaging.Outbox;
import dev.sandi.runtime.Failures;
import dev.sandi.value.TraceParent;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.stereotype.Component;
import org.springframework.transaction.TransactionException;
import org.springframework.transaction.support.TransactionOperations;

/**
 * Blocks, and takes blocks back, on an administrator's word: in one transaction the change, and
 * what the other services are told of it.
 */
@Component
class ChangeBlocks {

  private static final Logger log = LoggerFactory.getLogger(ChangeBlocks.class);

  private final Blocks blocks;
  private final Blocklist blocklist;
  private final Outbox outbox;
  private final TransactionOperations transactions;
  private final Clock clock;

  ChangeBlocks(
      Blocks blocks,
      Blocklist blocklist,
      Outbox outbox,
      TransactionOperations transactions,
      Clock clock) {
    this.blocks = blocks;
    this.blocklist = blocklist;
    this.outbox = outbox;
    this.transactions = transactions;
    this.clock = clock;
  }

  /**
   * Blocks. What is blocked in the same way already is left alone, and not told again.
   *
   * @param all at most one of a key
   * @param also what belongs into the transaction, if anything changes
   * @return what changed
   */
  List<Blocks.Written> block(List<NewBlock> all, Consumer<List<Blocks.Written>> also) {
    List<NewBlock> news = news(all);
    if (news.isEmpty()) {
      return List.of();
    }
    return Objects.requireNonNull(
        transactions.execute(
            status -> {
              List<Blocks.Written> written = blocks.block(news, clock.instant());
              tell(written.stream().map(Blocks.Written::change).toList());
              also.accept(written);
              return written;
            }));
  }

  /** Without a lock: what a row becomes is decided again when it is written. */
  private List<NewBlock> news(List<NewBlock> all) {
    List<Blocks.Effect> effects = blocks.compare(all);
    List<NewBlock> news = new ArrayList<>();
    for (int i = 0; i < all.size(); i++) {
      if (effects.get(i) != Blocks.Effect.NOTHING) {
        news.add(all.get(i));
      }
    }
    return news;
  }

  /**
   * Takes a block back, whoever made it.
   *
   * @param also what belongs into the transaction, if there is such a block
   * @return whether there was one
   */
  boolean unblock(BlockKey key, Runnable also) {
    Optional<BlockChanged> change =
        Objects.requireNonNull(
            transactions.execute(
                status -> {
                  Optional<BlockChanged> taken = blocks.unblock(key, clock.instant());
                  if (taken.isPresent()) {
                    tell(List.of(taken.get()));
                    also.run();
                  }
                  return taken;
                }));
    return change.isPresent();
  }

  private void tell(List<BlockChanged> changes) {
    TraceParent trace = TraceParent.start();
    outbox.append(
        changes.stream().map(change -> Envelope.of(change, change.changedAt(), trace)).toList());
  }

  /** Whoever asks this copy next sees the change; the others follow by themselves. */
  void follow() {
    try {
      blocklist.follow();
    } catch (DataAccessException | TransactionException e) {
      log.debug("The change is seen with the next reading: {}", Failures.describe(e));
    }
  }
}
