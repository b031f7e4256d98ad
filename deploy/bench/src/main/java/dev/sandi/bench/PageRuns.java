package dev.sandi.bench;

import dev.sandi.local.LocalFailure;
import dev.sandi.local.LocalPostgres;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.sql.SQLException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.IntFunction;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.HdrHistogram.Histogram;

/**
 * How long what people look at takes to be answered, over HTTP and with many sessions in the
 * tables: pages of recent requests, a session, the funnel.
 */
public final class PageRuns {

  private static final int MOST_MILLIS = 100;
  private static final int ASKED = 300;
  private static final int UNMEASURED = 100;

  /** The services make partitions for so many days back, and the oldest is not a whole one. */
  private static final int DAYS = 7;

  private static final int AT_ONCE = 250_000;
  private static final int BUCKETS = 24 * 12;

  /** Of a day, from now back, with the ids that begin in it. */
  private static final String BUCKET =
      """
      select bucket,
        (lpad(to_hex((extract(epoch from bucket) * 1000)::bigint), 12, '0') || repeat('0', 20))::uuid as first_id,
        (lpad(to_hex((extract(epoch from bucket) * 1000)::bigint + 300000), 12, '0') || repeat('0', 20))::uuid as end_id
      from (select to_timestamp((floor(extract(epoch from now()) / 300) - %d) * 300) as bucket) as one
      """;

  private static final Map<String, String> COUNTED =
      Map.of(
          "counted",
          """
          insert into request_counts (app_id, bucket, counts)
          select app_id, bucket, counts from (%s) as b, count_requests(first_id, end_id)
          on conflict (app_id, bucket) do update set counts = excluded.counts
          """,
          "timed",
          """
          insert into stage_times (app_id, bucket, times, callbacks)
          select app_id, bucket, times, callbacks from (%s) as b, count_stage_times(first_id, end_id)
          on conflict (app_id, bucket) do update
          set times = excluded.times, callbacks = excluded.callbacks
          """);

  /** A twentieth is refused; of the others most are verified, and one in a thousand failed. */
  private static final String REQUESTS =
      """
      insert into ingress.requests (id, app_id, msisdn, challenge, http_status, error, state,
          state_rank, reason, user_agent, updated_at, time_limit, sandbox)
      select id, 'bench', '628' || lpad((n * 387420489 %% 1000000000)::text, 9, '0'), 'default',
        case when n %% 20 = 0 then 429 else 201 end,
        case when n %% 20 = 0 then 'rate_limited' end, state, 80,
        case when state = 'failed' then 'no_route' end, 'bench/1.0', born + interval '20 seconds',
        case when n %% 20 > 0 then 300 end, false
      from (%s) as numbered
      """;

  private static final String TIMELINE =
      """
      insert into ingress.timeline (session_id, event_id, type, at, details)
      select id, gen_random_uuid(), told.type, born + told.later * exp(random() * 4 - 2),
        '{"gateway":"smsc","attempt":1}'
      from (%s) as numbered
      cross join (values ('otp.sent', interval '120 ms'), ('otp.delivered', interval '3 s'),
        ('otp.verified', interval '15 s')) as told (type, later)
      where state = 'verified'
      """;

  private static final String NUMBERED =
      """
      select n, born, (left(millis, 8) || '-' || substr(millis, 9) || '-7' || substr(random, 16))::uuid as id,
        case when n %% 20 = 0 then 'refused' when n %% 1000 = 1 then 'failed' else 'verified' end as state
      from (
        select n, gen_random_uuid()::text as random,
          lpad(to_hex((extract(epoch from born) * 1000)::bigint), 12, '0') as millis, born
        from (select n, now() - interval '%d days' * (1 - n / %d::float8) as born
              from generate_series(%d::bigint, %d) as n) as times) as parts
      """;

  private static final Pattern CURSOR = Pattern.compile("\"next_cursor\":\"([^\"]+)\"");
  private static final Pattern SESSION = Pattern.compile("\"session_id\":\"([^\"]+)\"");

  private static final HttpClient HTTP =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  private final Installation installation;
  private final int sessions;
  private final Progress progress = new Progress();
  private final Table table = new Table();

  private PageRuns(Installation installation, int sessions) {
    this.installation = installation;
    this.sessions = sessions;
  }

  public static void main(String[] args) {
    try (Installation installation = Installation.start(Settings.ofThisProcess())) {
      Apps.addTo(installation.postgres());
      int sessions = Property.number("pages.sessions", 10_000_000, 100_000, 100_000_000);
      new PageRuns(installation, sessions).run();
    } catch (BenchmarkFailure | LocalFailure e) {
      System.err.println(e.getMessage());
      System.exit(1);
    }
  }

  private void run() {
    fill(installation.postgres());
    String first = get("/v2/otp?limit=50");
    String deep = cursorAfter(20, first);
    List<String> ids = SESSION.matcher(first).results().map(found -> found.group(1)).toList();
    measure("recent requests, 50", each -> "/v2/otp?limit=50");
    measure("recent requests, 50, the twentieth page", each -> "/v2/otp?limit=50&cursor=" + deep);
    measure("recent requests, verified", each -> "/v2/otp?limit=50&status=verified");
    measure("recent requests, failed, one in a thousand", each -> "/v2/otp?limit=50&status=failed");
    measure("recent requests, of a state that nobody is in", each -> "/v2/otp?status=expired");
    measure(
        "recent requests, of one number",
        each -> "/v2/otp?msisdn=628%09d".formatted((each * 7919L + 1) * 387420489 % 1_000_000_000));
    measure("a session", each -> "/v2/otp/" + ids.get(each % ids.size()));
    countDay();
    measure("funnel and stages of an hour", each -> "/v2/otp/funnel");
    measure("funnel and stages of a day", each -> "/v2/otp/funnel?hours=24");
    System.out.printf(
        "%nJDK %s, %d cores, %,d requests of one app in %d days, %d asked one by one%n%n%s%n",
        System.getProperty("java.version"),
        Runtime.getRuntime().availableProcessors(),
        sessions,
        DAYS - 1,
        ASKED,
        table.show());
  }

  private void fill(LocalPostgres postgres) {
    try (var connection = postgres.superuser();
        var statement = connection.createStatement()) {
      statement.execute("set synchronous_commit = off");
      for (int filled = 0; filled < sessions; filled += AT_ONCE) {
        int last = Math.min(sessions, filled + AT_ONCE);
        // What is random is to be the same for both tables.
        statement.execute(
            "create temporary table numbered as "
                + NUMBERED.formatted(DAYS - 1, sessions, filled + 1, last));
        statement.executeUpdate(REQUESTS.formatted("table numbered"));
        statement.executeUpdate(TIMELINE.formatted("table numbered"));
        statement.execute("drop table numbered");
        if (last % 1_000_000 == 0) {
          progress.tell("%,d requests are in the tables", last);
        }
      }
      // As the database does by itself of tables that grow by and by.
      statement.execute("vacuum (analyze) ingress.requests, ingress.timeline");
    } catch (SQLException e) {
      throw new BenchmarkFailure("The tables cannot be filled: " + e.getMessage(), e);
    }
  }

  /**
   * As the loops of the ingress would by and by, and how long five minutes take in the database.
   */
  private void countDay() {
    try (var connection = installation.postgres().superuser();
        var statement = connection.createStatement()) {
      statement.execute("set search_path = ingress");
      for (Map.Entry<String, String> each : COUNTED.entrySet()) {
        progress.tell("a day is %s", each.getKey());
        Series series = new Series();
        for (int bucket = 0; bucket < BUCKETS; bucket++) {
          long begun = System.nanoTime();
          statement.executeUpdate(each.getValue().formatted(BUCKET.formatted(bucket)));
          series.add((System.nanoTime() - begun) / 1e6);
        }
        table.add("five minutes %s, ms".formatted(each.getKey()), series.show("%.0f"));
      }
    } catch (SQLException e) {
      throw new BenchmarkFailure("The day cannot be counted: " + e.getMessage(), e);
    }
  }

  private String cursorAfter(int pages, String first) {
    String page = first;
    String cursor = "";
    for (int i = 1; i < pages; i++) {
      Matcher found = CURSOR.matcher(page);
      if (!found.find()) {
        throw new BenchmarkFailure("There are too few pages.");
      }
      cursor = found.group(1);
      page = get("/v2/otp?limit=50&cursor=" + cursor);
    }
    return cursor;
  }

  private void measure(String what, IntFunction<String> path) {
    progress.tell(what);
    Histogram took = new Histogram(3);
    for (int i = 0; i < UNMEASURED + ASKED; i++) {
      long begun = System.nanoTime();
      get(path.apply(i));
      if (i >= UNMEASURED) {
        took.recordValue((System.nanoTime() - begun) / 1000);
      }
    }
    double p99 = took.getValueAtPercentile(99) / 1000.0;
    table.add(
        what + ", p50 and p99 ms",
        String.format(Locale.ROOT, "%.1f, %.1f", took.getValueAtPercentile(50) / 1000.0, p99),
        "≤ " + MOST_MILLIS,
        p99 <= MOST_MILLIS);
  }

  private String get(String path) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + installation.ingressPort() + path));
    Apps.UNLIMITED.headers().forEach(request::header);
    try {
      HttpResponse<String> answer =
          HTTP.send(request.build(), HttpResponse.BodyHandlers.ofString());
      if (answer.statusCode() != 200) {
        throw new BenchmarkFailure(path + " is answered with " + answer.statusCode());
      }
      return answer.body();
    } catch (IOException e) {
      throw new BenchmarkFailure("The ingress does not answer.", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new BenchmarkFailure("The run was ended.");
    }
  }
}
