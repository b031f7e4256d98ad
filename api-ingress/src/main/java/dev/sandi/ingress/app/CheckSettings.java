package dev.sandi.ingress.app;

import dev.sandi.ingress.admin.JsonFields;
import dev.sandi.value.CheckSetting;
import dev.sandi.value.InvalidValueException;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** Reads {@code check_settings}: by the check's name, and only what differs from the defaults. */
final class CheckSettings {

  private static final String GEOGRAPHY = "geography";
  private static final int MOST_COUNTRIES = 300;
  private static final Set<String> COUNTRIES = Set.of(Locale.getISOCountries());

  private CheckSettings() {}

  static Map<String, Map<String, Object>> read(JsonFields settings) {
    JsonFields checks = settings.fields("check_settings");
    Map<String, Map<String, Object>> read = new TreeMap<>();
    for (String check : checks.names()) {
      List<CheckSetting> numbers = CheckSetting.of(check);
      if (numbers.isEmpty() && !check.equals(GEOGRAPHY)) {
        continue;
      }
      JsonFields fields = checks.fields(check);
      Map<String, Object> values = new TreeMap<>();
      for (CheckSetting number : numbers) {
        fields
            .number(number.field(), number.least(), number.most())
            .ifPresent(value -> values.put(number.field(), Math.toIntExact(value)));
      }
      if (check.equals(GEOGRAPHY)) {
        countries(fields, "allow", values);
        countries(fields, "deny", values);
        fields
            .choice("unallocated", List.of("enforce", "shadow", "off"))
            .ifPresent(mode -> values.put("unallocated", mode));
      }
      fits(fields, values, CheckSetting.SEQUENTIAL_DISTINCT, CheckSetting.SEQUENTIAL_WINDOW);
      fits(
          fields,
          values,
          CheckSetting.SEQUENTIAL_SLOW_DISTINCT,
          CheckSetting.SEQUENTIAL_SLOW_WINDOW);
      read.put(check, values);
    }
    return read;
  }

  /** More numbers than a window has would never be seen in it. */
  private static void fits(
      JsonFields fields, Map<String, Object> values, CheckSetting distinct, CheckSetting window) {
    int most = value(values, window);
    if (values.containsKey(distinct.field()) || values.containsKey(window.field())) {
      if (value(values, distinct) > most) {
        fields.fault(
            distinct.field(),
            "%s should be at most %s, which is %d"
                .formatted(distinct.field(), window.field(), most));
      }
    }
  }

  private static int value(Map<String, Object> values, CheckSetting setting) {
    return values.get(setting.field()) instanceof Integer value ? value : setting.usual();
  }

  private static void countries(JsonFields fields, String name, Map<String, Object> values) {
    fields
        .words(
            name,
            MOST_COUNTRIES,
            code -> {
              if (!COUNTRIES.contains(code)) {
                throw new InvalidValueException(
                    name + " should contain codes of ISO 3166 such as ID");
              }
              return code;
            })
        .ifPresent(codes -> values.put(name, codes));
  }

  /** Reads {@code allowed_domains}. */
  static List<String> domains(JsonFields settings) {
    return settings
        .words(
            "allowed_domains",
            50,
            domain -> {
              if (domain.length() > 253
                  || Arrays.stream(domain.split("\\.", -1))
                      .anyMatch(label -> !label.matches("[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?"))
                  || !domain.contains(".")) {
                throw new InvalidValueException(
                    "allowed_domains should contain domains such as shop.example, others than of"
                        + " ASCII in their xn-- form");
              }
              return domain;
            })
        .orElse(List.of());
  }
}
