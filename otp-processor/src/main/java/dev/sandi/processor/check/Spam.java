package dev.sandi.processor.check;

import dev.sandi.value.CheckSetting;
import dev.sandi.value.SessionId;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;

/**
 * Refuses what nobody asked for: templates that are a bait, a number that many owners ask for at
 * once or that is asked for too often, and more requests below a prefix than its history explains.
 */
@Component
@Order(1)
class Spam implements Check {

  private final BaitTemplates templates;
  private final Bursts bursts;

  Spam(BaitTemplates templates, Bursts bursts) {
    this.templates = templates;
    this.bursts = bursts;
  }

  @Override
  public String name() {
    return CheckName.SPAM.text();
  }

  @Override
  public boolean needsHistory() {
    return true;
  }

  @Override
  public Map<SessionId, Refusal> refuse(Batch batch) {
    Map<SessionId, Refusal> refusals = new LinkedHashMap<>();
    for (Asked asked : batch.requests()) {
      if (asked.policy().number(CheckSetting.SPAM_TEMPLATES) == 1) {
        templates.judge(asked).ifPresent(refusal -> refusals.put(asked.session(), refusal));
      }
    }
    batch
        .history()
        .replay(
            batch.requests(),
            (asked, view) ->
                judge(asked, view)
                    .ifPresent(refusal -> refusals.putIfAbsent(asked.session(), refusal)));
    return refusals;
  }

  private Optional<Refusal> judge(Asked asked, History.View view) {
    return Victims.judge(asked, view).or(() -> bursts.judge(asked, view));
  }
}
