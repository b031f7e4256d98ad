package dev.sandi.event;

import dev.sandi.value.AppId;
import dev.sandi.value.CallbackUrl;
import dev.sandi.value.ChallengeName;
import dev.sandi.value.PhoneNumber;
import dev.sandi.value.SessionId;
import org.jspecify.annotations.Nullable;

/**
 * What every lifecycle event repeats of its session, so that no consumer has to ask another
 * service.
 *
 * @param callbackUrl where the customer wants to be called, if anywhere
 */
public record Session(
    SessionId id,
    AppId appId,
    PhoneNumber msisdn,
    ChallengeName challenge,
    @Nullable CallbackUrl callbackUrl) {

  public Session {
    Required.of(id, "id");
    Required.of(appId, "app_id");
    Required.of(msisdn, "msisdn");
    Required.of(challenge, "challenge");
  }

  /**
   * The same after its number was erased: {@link PhoneNumber#ERASED} stands for it, in the callback
   * URL too.
   */
  public Session withoutNumber() {
    return new Session(id, appId, PhoneNumber.ERASED, challenge, url());
  }

  private @Nullable CallbackUrl url() {
    return callbackUrl == null ? null : new CallbackUrl(msisdn.eraseFrom(callbackUrl.value()));
  }
}
