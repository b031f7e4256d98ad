package dev.sandi.ingress.guide;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.commonmark.ext.heading.anchor.IdGenerator;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/** Says in Markdown what the AsyncAPI document says: topics, keys, and each event's fields. */
final class DescribeEvents {

  private static final JsonMapper JSON =
      JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

  private final StringBuilder text = new StringBuilder();
  private final EventsDocument events;

  private DescribeEvents(EventsDocument events) {
    this.events = events;
  }

  static String of(EventsDocument events) {
    DescribeEvents describe = new DescribeEvents(events);
    describe.all();
    return describe.text.toString();
  }

  private void all() {
    JsonNode document = events.json();
    line("# Events");
    line(document.at("/info/description").stringValue());
    line(
        "The same for machines: [asyncapi.json](asyncapi.json), AsyncAPI "
            + document.path("asyncapi").stringValue()
            + ", with all schemas in it.");
    List<JsonNode> topics = channels(false);
    overview(topics);
    line("## Headers of every event");
    schema(events.resolve(document.at("/components/schemas/EventHeaders")));
    topics.forEach(this::topic);
    deadLetters();
  }

  private List<JsonNode> channels(boolean ofDeadLetters) {
    return events.json().path("channels").values().stream()
        .filter(channel -> channel.path("messages").has("DeadLetter") == ofDeadLetters)
        .toList();
  }

  private List<JsonNode> messages(JsonNode channel) {
    return channel.path("messages").values().stream().map(events::resolve).toList();
  }

  private void overview(List<JsonNode> topics) {
    List<String> rows =
        new ArrayList<>(List.of("| topic | what it tells | events |", "|---|---|---|"));
    for (JsonNode topic : topics) {
      rows.add(
          "| %s | %s | %s |"
              .formatted(
                  link(topic.path("address").stringValue()),
                  topic.path("title").stringValue(),
                  messages(topic).stream()
                      .map(message -> link(message.path("name").stringValue()))
                      .collect(Collectors.joining(", "))));
    }
    line(String.join("\n", rows));
  }

  private void topic(JsonNode topic) {
    JsonNode kafka = topic.at("/bindings/kafka");
    line("## " + topic.path("address").stringValue());
    line(topic.path("description").stringValue());
    line(
        "Partitions by default: %d. `cleanup.policy`: %s.%s"
            .formatted(
                kafka.path("partitions").intValue(),
                kafka.at("/topicConfiguration/cleanup.policy/0").stringValue(),
                retention(kafka)));
    operations(topic);
    messages(topic).forEach(this::message);
  }

  private static String retention(JsonNode kafka) {
    JsonNode milliseconds = kafka.at("/topicConfiguration/retention.ms");
    return milliseconds.isNumber()
        ? " Kept for %d days.".formatted(milliseconds.longValue() / 86_400_000)
        : "";
  }

  private void operations(JsonNode topic) {
    events.json().path("operations").values().stream()
        .filter(operation -> events.resolve(operation.path("channel")).equals(topic))
        .forEach(
            operation ->
                text.append("- ").append(operation.path("summary").stringValue()).append('\n'));
    text.append('\n');
  }

  private void message(JsonNode message) {
    String name = message.path("name").stringValue();
    line("### " + name);
    line(message.path("summary").stringValue());
    schema(message.path("payload"));
    line("```json\n" + JSON.writeValueAsString(EventsDocument.sample(name)) + "\n```");
  }

  private void deadLetters() {
    List<JsonNode> topics = channels(true);
    JsonNode message = messages(topics.get(0)).get(0);
    line("## Dead letters");
    line(message.path("summary").stringValue());
    line(
        topics.stream()
            .map(topic -> "`" + topic.path("address").stringValue() + "`")
            .collect(Collectors.joining(", ", "Topics: ", ".")));
    line(events.resolve(message.path("headers")).path("description").stringValue());
    schema(events.resolve(message.path("headers")));
  }

  private void schema(JsonNode schema) {
    line(FieldsTable.of(schema));
  }

  /** To the heading of this text, within the page. */
  private static String link(String heading) {
    return "[%s](#%s)".formatted(heading, IdGenerator.builder().build().generateId(heading));
  }

  private void line(String markdown) {
    text.append(markdown).append("\n\n");
  }
}
