package dev.sandi.processor.check;

import dev.sandi.processor.check.Check.Refusal;
import dev.sandi.value.TemplateRisks;
import dev.sandi.value.TemplateRisks.Risk;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.springframework.stereotype.Component;

/**
 * Templates that turn a code into a bait. A template that cannot be judged is refused, too: it is
 * the one input that must not pass by breaking its judge. Verdicts are remembered, since an app has
 * few templates.
 */
@Component
class BaitTemplates {

  private static final int REMEMBERED = 1000;
  private static final int MOST_TOLD = 5;

  private record Question(String template, List<String> allowed) {}

  private final Map<Question, Optional<Refusal>> verdicts =
      Collections.synchronizedMap(
          new LinkedHashMap<>(16, 0.75f, true) {
            private static final long serialVersionUID = 1L;

            @Override
            protected boolean removeEldestEntry(Map.Entry<Question, Optional<Refusal>> eldest) {
              return size() > REMEMBERED;
            }
          });

  Optional<Refusal> judge(Asked asked) {
    return verdicts.computeIfAbsent(
        new Question(asked.request().template().value(), asked.policy().allowedDomains()),
        BaitTemplates::judge);
  }

  private static Optional<Refusal> judge(Question question) {
    List<Risk> risks;
    try {
      risks = TemplateRisks.of(question.template(), question.allowed());
    } catch (RuntimeException | StackOverflowError e) {
      return Optional.of(new Refusal("template_unreadable", Map.of()));
    }
    if (risks.isEmpty()) {
      return Optional.empty();
    }
    List<Map<String, String>> told =
        risks.stream()
            .limit(MOST_TOLD)
            .map(risk -> Map.of("risk", risk.kind().slug(), "found", risk.detail()))
            .toList();
    return Optional.of(
        new Refusal("template_" + risks.get(0).kind().slug(), Map.of("found", told)));
  }
}
