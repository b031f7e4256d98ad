package dev.sandi.processor.check;

import dev.sandi.processor.check.Check.Refusal;
import dev.sandi.value.AppId;
import dev.sandi.value.SessionId;

/**
 * What a check had against a session.
 *
 * @param app whose session it is
 * @param enforced whether it refused the session, or was only recorded
 */
public record Decision(
    SessionId session, AppId app, String check, boolean enforced, Refusal refusal) {}
