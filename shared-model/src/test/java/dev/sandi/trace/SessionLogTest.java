package dev.sandi.trace;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.sandi.value.SessionId;
import dev.sandi.value.TraceParent;
import java.nio.charset.StandardCharsets;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.MDC;
import org.springframework.boot.logging.logback.StructuredLogEncoder;
import org.springframework.core.env.Environment;
import org.springframework.core.env.StandardEnvironment;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class SessionLogTest {

  private static final SessionId SESSION =
      new SessionId(UUID.fromString("019ac0f4-8f00-7000-8000-000000000001"));
  private static final TraceParent TRACE =
      new TraceParent("00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-00");

  private final LoggerContext context = new LoggerContext();
  private final Logger log = context.getLogger("dev.sandi.test");
  private final ListAppender<ILoggingEvent> lines = new ListAppender<>();

  @ParameterizedTest
  @ValueSource(strings = {"logstash", "ecs"})
  void machinesFindTheSessionAndItsTraceInFieldsOfTheirOwn(String format) {
    // When
    JsonNode line = logged(format, TRACE);

    // Then
    assertThat(line.get("message").asString()).isEqualTo("Session " + SESSION + " is refused");
    assertThat(line.get("session_id").asString()).isEqualTo(SESSION.toString());
    assertThat(line.get("trace_id").asString()).isEqualTo("0af7651916cd43dd8448eb211c80319c");
  }

  @Test
  void aTraceThatIsNotKnownIsLeftOut() {
    // When
    JsonNode line = logged("logstash", null);

    // Then
    assertThat(line.get("session_id").asString()).isEqualTo(SESSION.toString());
    assertThat(line.has("trace_id")).isFalse();
  }

  private JsonNode logged(String format, TraceParent trace) {
    context.putObject(Environment.class.getName(), new StandardEnvironment());
    context.setMDCAdapter(MDC.getMDCAdapter());
    StructuredLogEncoder encoder = new StructuredLogEncoder();
    encoder.setContext(context);
    encoder.setFormat(format);
    encoder.start();
    lines.start();
    log.addAppender(lines);
    SessionLog.about(log.atInfo(), SESSION, trace).log("Session {} is refused", SESSION);
    return JsonMapper.builder()
        .build()
        .readTree(new String(encoder.encode(lines.list.get(0)), StandardCharsets.UTF_8));
  }
}
