package dev.sandi.processor;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.Parameter;
import java.lang.reflect.RecordComponent;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import tools.jackson.databind.json.JsonMapper;

/** The examples of the pages of gateways. */
public final class Pages {

  private static final Pattern JSON = Pattern.compile("```json\n(.*?)```", Pattern.DOTALL);

  private Pages() {}

  /** The settings that a page shows in JSON. */
  @SuppressWarnings("unchecked")
  public static List<Map<String, Object>> examples(String page) {
    Path docs = Path.of("../deploy/docs/gateways");
    try {
      String text =
          Files.readString(
              (Files.exists(docs) ? docs : Path.of("deploy/docs/gateways")).resolve(page));
      return JSON.matcher(text)
          .results()
          .map(
              block ->
                  (Map<String, Object>) JsonMapper.shared().readValue(block.group(1), Map.class))
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** All names in settings, however deep. */
  public static Set<String> names(Object settings) {
    Set<String> names = new HashSet<>();
    if (settings instanceof Map<?, ?> map) {
      map.forEach(
          (name, value) -> {
            names.add(String.valueOf(name));
            names.addAll(names(value));
          });
    } else if (settings instanceof List<?> list) {
      list.forEach(value -> names.addAll(names(value)));
    }
    return names;
  }

  /** How the settings of records are written. */
  public static Set<String> settings(Class<?>... records) {
    return Stream.of(records)
        .flatMap(type -> Arrays.stream(type.getRecordComponents()))
        .map(RecordComponent::getName)
        .map(Pages::written)
        .collect(Collectors.toSet());
  }

  /** How settings are written that are the parameters of what reads them. */
  public static Set<String> settings(Parameter... parameters) {
    return Arrays.stream(parameters)
        .map(Parameter::getName)
        .map(Pages::written)
        .collect(Collectors.toSet());
  }

  private static String written(String name) {
    return name.equals("equal")
        ? "equals"
        : name.replaceAll("([A-Z])", "_$1").toLowerCase(Locale.ROOT);
  }
}
