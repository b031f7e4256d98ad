package dev.sandi.bench.crash;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * A defect as code could have it, planted into the database or the settings of a run: proof that
 * the run would find one. Each concerns one row of a hundred or so.
 */
enum PlantedFault {
  /** An event of the processor is never published. */
  LOST_EVENT(
      Sql.rarely("before insert", "processor.outbox_batches", "return null"),
      Promise.SENT_NOT_TOLD,
      Promise.NO_END,
      Promise.VERIFIED_NOT_TOLD,
      Promise.NOT_EXPIRED),
  /** A message that is to be submitted is forgotten. */
  LOST_SUBMISSION(
      Sql.rarely("before insert", "processor.submissions", "return null"), Promise.LOST),
  /** A message is submitted once more though its answer was recorded: a claim without a fence. */
  UNFENCED_SUBMISSION(
      Sql.rarely(
          "after delete",
          "processor.submissions",
          "insert into processor.submissions select (old).*; return null"),
      Promise.DOUBLED),
  /** A callback is never made. */
  LOST_DELIVERY(
      Sql.rarely("before insert", "dispatcher.deliveries", "return null"),
      Promise.CALLBACK_MISSING),
  /** A callback is made once more though it was taken: a result without a fence. */
  UNFENCED_DELIVERY(
      Sql.rarely(
          "before update",
          "dispatcher.deliveries",
          "if new.state = 'delivered' then new.state := 'pending'; new.ended_at := null;"
              + " new.in_hand := false; new.next_attempt_at := now(); end if; return new"),
      Promise.CALLBACK_REPEATED),
  /** An Idempotency-Key is forgotten: a retry is another order. */
  LOST_KEY(
      Sql.rarely("before insert", "ingress.idempotency", "return null"),
      Promise.DOUBLED,
      Promise.ORDERED_TWICE,
      Promise.QUOTA),
  /** Quota is not counted. */
  FREE_OF_QUOTA(
      Sql.always(
          "before update",
          "ingress.usage",
          "if random() < 0.2 and new.used > old.used then new.used := old.used; end if;"
              + " return new"),
      Promise.QUOTA),
  /** A code that was used can be used again. */
  REUSABLE_CODE(
      Sql.always(
          "before update",
          "processor.challenges",
          "if random() < 0.05 and old.state = 'live' and new.state = 'verified' then"
              + " return old; end if; return new"),
      Promise.VERIFIED_TWICE),
  /** A delivery report is forgotten. */
  LOST_REPORT(
      Sql.rarely("before insert", "processor.delivery_reports", "return null"), Promise.NO_END),
  /** Records are acknowledged that nothing was made of: an acknowledgement before the commit. */
  ACKNOWLEDGED_UNREAD(
      "",
      List.of(
          "spring.kafka.consumer.properties.interceptor.classes=" + SkipRecords.class.getName()),
      Promise.LOST,
      Promise.CALLBACK_MISSING),
  /** An order is answered before the broker has it. */
  ANSWERED_UNPUBLISHED(
      "",
      List.of(
          "spring.kafka.producer.acks=0",
          "spring.kafka.producer.properties.enable.idempotence=false"),
      Promise.LOST),
  /** What is told of callbacks is not published. */
  LOST_ACCOUNT(
      Sql.rarely("before insert", "dispatcher.outbox_batches", "return null"),
      Promise.CALLBACK_NOT_TOLD);

  private final String sql;

  @SuppressWarnings("ImmutableEnumChecker") // List.of
  private final List<String> settings;

  @SuppressWarnings("ImmutableEnumChecker") // List.of
  private final List<Promise> broken;

  PlantedFault(String sql, Promise... broken) {
    this(sql, List.of(), broken);
  }

  PlantedFault(String sql, List<String> settings, Promise... broken) {
    this.sql = sql;
    this.settings = settings;
    this.broken = List.of(broken);
  }

  static Optional<PlantedFault> find(String slug) {
    return Arrays.stream(values()).filter(fault -> fault.slug().equals(slug)).findFirst();
  }

  static List<String> slugs() {
    return Arrays.stream(values()).map(PlantedFault::slug).toList();
  }

  String slug() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** What plants it into the database; empty if nothing does. */
  String sql() {
    return sql;
  }

  /** What plants it into services, as {@code property=value}. */
  List<String> settings() {
    return settings;
  }

  /** The promises of which at least one must be found broken. */
  List<Promise> broken() {
    return broken;
  }

  /** Triggers. */
  private static final class Sql {

    static String rarely(String when, String table, String body) {
      String otherwise = when.startsWith("before") ? "new" : "null";
      return always(
          when, table, "if random() > 0.01 then return %s; end if; %s".formatted(otherwise, body));
    }

    static String always(String when, String table, String body) {
      return """
          create function public.planted() returns trigger language plpgsql security definer as
          $$ begin %s; end $$;
          create trigger planted %s on %s for each row execute function public.planted();
          """
          .formatted(body, when, table);
    }
  }
}
