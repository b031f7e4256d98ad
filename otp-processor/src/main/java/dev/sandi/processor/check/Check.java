package dev.sandi.processor.check;

import dev.sandi.event.OtpRequested;
import dev.sandi.value.SessionId;
import java.util.List;
import java.util.Map;

/** One reason to refuse a session. Decides whole batches, in a bounded number of statements. */
public interface Check {

  /** The name that settings, events and evidence use. */
  String name();

  /** What this check has against the requests; a request that it has nothing against is absent. */
  Map<SessionId, Refusal> refuse(List<OtpRequested> requests);

  /**
   * Why a check refuses.
   *
   * @param reason a stable slug
   * @param evidence what the check saw, msisdns masked
   */
  record Refusal(String reason, Map<String, Object> evidence) {}
}
