package dev.sandi.processor.http;

import dev.sandi.processor.gateway.GatewayReport;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/** Reads the reports out of what a provider sent. */
final class ReadReports {

  private static final int LONGEST_ID = 255;
  private static final int LONGEST_CODE = 64;
  private static final int LONGEST_SLUG = 64;
  private static final String NO_REASON = "undelivered";

  private final String gateway;
  private final ReportSettings settings;

  ReadReports(String gateway, ReportSettings settings) {
    this.gateway = gateway;
    this.settings = settings;
  }

  /**
   * What a call brings.
   *
   * @param reports that are final
   * @param ignored how many say that nothing is final yet
   * @param unknown how many have a state that no list of the settings has
   * @param incomplete how many have no id or no state
   */
  record Brought(List<GatewayReport> reports, int ignored, int unknown, int incomplete) {

    /** Whether there was something, and nothing of it made sense. */
    boolean isUnreadable() {
      return incomplete > 0 && reports.isEmpty() && ignored == 0 && unknown == 0;
    }
  }

  /** Reads them; empty if there is no JSON, form or query that could be read. */
  Optional<Brought> in(ReportCall call) {
    return tree(call).map(this::read);
  }

  private Optional<JsonNode> tree(ReportCall call) {
    return switch (settings.where()) {
      case JSON -> Answer.parse(call.body().bytes());
      case FORM -> Fields.of(call.body().text()).map(Fields::tree);
      case QUERY -> Fields.of(call.query()).map(Fields::tree);
    };
  }

  private Brought read(JsonNode tree) {
    List<GatewayReport> reports = new ArrayList<>();
    int ignored = 0;
    int unknown = 0;
    int incomplete = 0;
    for (JsonNode item : items(tree)) {
      String id = settings.messageId().text(item).orElse("");
      String state = settings.state().text(item).orElse("");
      if (!Rules.printable(id, LONGEST_ID) || state.isEmpty()) {
        incomplete++;
      } else if (settings.delivered().contains(state)) {
        reports.add(GatewayReport.delivered(gateway, id));
      } else if (settings.undelivered().contains(state)) {
        reports.add(undelivered(id, item));
      } else if (settings.ignore().contains(state)) {
        ignored++;
      } else {
        unknown++;
      }
    }
    return new Brought(List.copyOf(reports), ignored, unknown, incomplete);
  }

  /** Of a list, its elements, whether the pointer says so or not. */
  private List<JsonNode> items(JsonNode tree) {
    List<JsonNode> items = new ArrayList<>();
    for (JsonNode found : settings.items().in(tree)) {
      if (found.isArray()) {
        items.addAll(found.values());
      } else {
        items.add(found);
      }
    }
    return items;
  }

  private GatewayReport undelivered(String id, JsonNode item) {
    String code =
        settings.networkCode() == null
            ? ""
            : settings.networkCode().text(item).map(ReadReports::printable).orElse("");
    String words =
        settings.reason() == null
            ? NO_REASON
            : settings.reason().text(item).map(ReadReports::slug).orElse(NO_REASON);
    return GatewayReport.undelivered(
        gateway, id, settings.reasons().getOrDefault(code, words), code.isEmpty() ? null : code);
  }

  private static String printable(String text) {
    String clean = text.replaceAll("\\p{C}", "").strip();
    return clean.substring(0, Math.min(LONGEST_CODE, clean.length()));
  }

  private static String slug(String words) {
    String slug =
        words.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", "_").replaceAll("^[_0-9]+|_+$", "");
    String cut = slug.substring(0, Math.min(LONGEST_SLUG, slug.length()));
    return cut.isEmpty() ? NO_REASON : cut;
  }
}
