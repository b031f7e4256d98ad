package dev.sandi.processor.check;

import dev.sandi.value.AppId;
import dev.sandi.value.CheckSetting;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * What an app wants of the checks.
 *
 * @param owner whose apps are watched as one
 * @param modes by the check's name
 * @param settings by the check's name; numbers that cannot be are read as their defaults
 */
record AppPolicy(
    AppId app,
    String owner,
    Map<String, String> modes,
    Map<String, Map<String, Object>> settings,
    List<String> allowedDomains) {

  /** Of an app that is not known yet. */
  static AppPolicy usual(AppId app) {
    return new AppPolicy(app, app.value(), Map.of(), Map.of(), List.of());
  }

  Mode mode(String check) {
    return Mode.of(modes.get(check));
  }

  int number(CheckSetting setting) {
    Object value = settings.getOrDefault(setting.check(), Map.of()).get(setting.field());
    return value instanceof Number number
            && number.longValue() >= setting.least()
            && number.longValue() <= setting.most()
        ? number.intValue()
        : setting.usual();
  }

  Duration minutes(CheckSetting setting) {
    return Duration.ofMinutes(number(setting));
  }

  List<String> words(String check, String field) {
    Object value = settings.getOrDefault(check, Map.of()).get(field);
    return value instanceof List<?> list
        ? list.stream().filter(String.class::isInstance).map(String.class::cast).toList()
        : List.of();
  }

  Mode mode(String check, String field, Mode usual) {
    Object value = settings.getOrDefault(check, Map.of()).get(field);
    return value instanceof String word ? Mode.of(word) : usual;
  }
}
