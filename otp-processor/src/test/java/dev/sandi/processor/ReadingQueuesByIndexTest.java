package dev.sandi.processor;

import static dev.sandi.processor.SentMessages.GATEWAY;
import static dev.sandi.processor.SentMessages.freshId;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sandi.event.OtpDelivered;
import dev.sandi.event.OtpFailed;
import dev.sandi.event.OtpRequested;
import dev.sandi.event.OtpSent;
import dev.sandi.processor.gateway.GatewayReport;
import dev.sandi.processor.gateway.SubmitResult;
import dev.sandi.testing.Infrastructure;
import dev.sandi.testing.NotedStatements;
import dev.sandi.testing.RequiresInfrastructure;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * A table that is a queue is empty now and then, and a vacuum of that moment writes down that it
 * has neither rows nor pages. A plan that is made then is kept while thousands wait, so it has to
 * be one that is good for thousands.
 */
@RequiresInfrastructure
class ReadingQueuesByIndexTest {

  private static final List<String> QUEUES =
      List.of("submissions", "delivery_reports", "verified_sessions");

  /** A scan of a queue, and the line behind it. */
  private static final Pattern SCAN =
      Pattern.compile(
          "(?m)^.*(?:Scan|Scan Backward)[^\\n]* on (%s)( |$)[^\\n]*\\n[^\\n]*"
              .formatted(String.join("|", QUEUES)));

  /** Reading in an order, and no more than a limit, needs no condition. */
  private static final Pattern FIRST_FEW =
      Pattern.compile("Limit [^\\n]*\\n(?:[^\\n]*LockRows [^\\n]*\\n)?[^\\n]*Scan [^\\n]*\\n");

  private static Infrastructure own;
  private static Processor processor;
  private static SentMessages messages;
  private static NotedStatements database;

  @BeforeAll
  static void start() {
    own = Infrastructure.isolated();
    processor =
        Processor.start(own, Map.of("sandi.processor.gateway", GATEWAY), NotedStatements.class);
    messages = new SentMessages(processor);
    database = processor.bean(NotedStatements.class);
  }

  @AfterAll
  static void stop() {
    processor.close();
    own.close();
  }

  @Test
  void noStatementReadsAllOfAQueueThatAVacuumFoundEmpty() {
    // Given: messages that were sent, refused, tried again, reported early and late
    OtpRequested sent = Requests.to(Processor.freshNumber());
    String id = freshId();
    messages.sent(sent, id);
    messages.delivered(id);
    messages.take(GatewayReport.delivered(GATEWAY, freshId()));
    OtpRequested refused = messages.submitted(Requests.to(Processor.freshNumber()));
    messages.answer(refused, new SubmitResult.Refused("operator_refused", "no", false));
    OtpRequested again = messages.submitted(Requests.to(Processor.freshNumber()));
    messages.answer(again, new SubmitResult.Unavailable("busy"));
    messages.awaitTold(sent, OtpSent.class, OtpDelivered.class);
    messages.awaitTold(refused, OtpFailed.class);

    // When
    for (String queue : QUEUES) {
      database.execute("delete from " + queue);
      database.execute("vacuum " + queue);
    }

    // Then
    Map<String, String> plans =
        database.statements().stream()
            .filter(sql -> QUEUES.stream().anyMatch(sql::contains))
            .collect(Collectors.toMap(sql -> sql, ReadingQueuesByIndexTest::plan));
    assertThat(plans.keySet()).hasSizeGreaterThan(8);
    assertThat(plans)
        .allSatisfy(
            (sql, plan) ->
                assertThat(SCAN.matcher(plan).results().map(MatchResult::group))
                    .as(plan)
                    .allMatch(scan -> scan.contains("Index Cond")));
  }

  @Test
  void sessionsAreLookedForOnTheirOwnDaysOnly() {
    // Given
    OtpRequested sent = Requests.to(Processor.freshNumber());
    messages.sent(sent, freshId());
    messages.awaitTold(sent, OtpSent.class);
    String hold =
        database.statements().stream()
            .filter(sql -> sql.endsWith("select count(*) from locked"))
            .findFirst()
            .orElseThrow();
    String id = "'%s'".formatted(sent.sessionId());

    // When
    String plan = database.planWith(hold, "array[%s]::uuid[]".formatted(id), id, id);

    // Then
    assertThat(plan).contains("Subplans Removed").containsOnlyOnce("Index Scan");
  }

  private static String plan(String sql) {
    return FIRST_FEW.matcher(database.plan(sql)).replaceAll("");
  }
}
