package dev.sandi.processor.http;

import dev.sandi.processor.gateway.SecretReference;
import dev.sandi.value.Secret;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Where a provider sends its reports. {@link #toString} hides the secret that may be in it.
 *
 * @param base without the secrets
 * @param url all of it; empty if there is no public URL, or no report is awaited
 */
record ReportAddress(String base, String url) {

  static ReportAddress of(
      String publicUrl,
      String gateway,
      HttpSettings settings,
      Map<SecretReference, Secret> secrets) {
    String base = publicUrl + "/v2/reports/" + ComposeRequest.encode(gateway);
    if (publicUrl.isEmpty() || settings.reports() == null) {
      return new ReportAddress(base, "");
    }
    ReportAuthentication authentication = settings.reports().authentication();
    String path =
        authentication.path() == null ? "" : "/" + encoded(secrets.get(authentication.path()));
    String query =
        authentication.query() == null
            ? ""
            : "?"
                + ComposeRequest.encode(authentication.query().name())
                + "="
                + encoded(secrets.get(authentication.query().secret()));
    return new ReportAddress(base, base + path + query);
  }

  private static String encoded(@Nullable Secret secret) {
    return secret == null ? "" : ComposeRequest.encode(secret.reveal());
  }

  @Override
  public String toString() {
    return "ReportAddress[" + base + "]";
  }
}
