package dev.sandi.dispatcher.http;

import dev.sandi.value.CallbackUrl;
import dev.sandi.value.SessionId;
import io.netty.handler.codec.http.HttpMethod;
import java.net.URI;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * One attempt, before it is made.
 *
 * @param id the {@code webhook-id}
 * @param body the exact bytes that are signed and sent
 * @param keys the keys that sign, newest first
 * @param legacy what is asked for instead of sending the body, if it is in the legacy style
 * @param tls how it connects, if not as all do
 */
public record CallbackRequest(
    UUID id,
    CallbackUrl url,
    Body body,
    Instant time,
    List<SigningKey> keys,
    @Nullable Legacy legacy,
    @Nullable AppTls tls) {

  /** A signed one. */
  public CallbackRequest(UUID id, CallbackUrl url, Body body, Instant time, List<SigningKey> keys) {
    this(id, url, body, time, keys, null, null);
  }

  /** The same, connecting as its app wants. */
  public CallbackRequest by(@Nullable AppTls other) {
    return new CallbackRequest(id, url, body, time, keys, legacy, other);
  }

  /** One without signature and body: the URL alone tells. */
  public static CallbackRequest legacy(
      UUID id, CallbackUrl url, Instant time, boolean post, SessionId session, int status) {
    return new CallbackRequest(
        id, url, Body.of(new byte[0]), time, List.of(), new Legacy(post, session, status), null);
  }

  /**
   * What the URL tells.
   *
   * @param post whether by {@code POST}, else by {@code GET}
   * @param status the number of what happened
   */
  record Legacy(boolean post, SessionId session, int status) {

    /** As it is: what the customer wrote is not escaped anew, and nothing here needs to be. */
    URI target(URI url) {
      String text = url.toASCIIString();
      String query = url.getRawQuery();
      String separator = query == null ? "?" : query.isEmpty() || query.endsWith("&") ? "" : "&";
      return URI.create(text + separator + query());
    }

    String query() {
      return "session_id=" + session + "&status=" + status;
    }
  }

  HttpMethod method() {
    return legacy == null || legacy.post() ? HttpMethod.POST : HttpMethod.GET;
  }

  URI target() {
    URI uri = url.uri();
    return legacy == null ? URI.create(uri.toASCIIString()) : legacy.target(uri);
  }

  Signature signature() {
    return Signature.of(id, time, body.bytes(), keys);
  }

  /** As it is sent, for people to see. */
  public ShownRequest shown() {
    return ShownRequest.of(this);
  }

  @Override
  public String toString() {
    return "CallbackRequest[" + id + " to " + url + "]";
  }
}
