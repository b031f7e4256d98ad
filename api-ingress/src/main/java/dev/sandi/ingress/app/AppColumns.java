package dev.sandi.ingress.app;

import dev.sandi.event.AppChanged.CallbackTls;
import dev.sandi.value.AndroidHash;
import dev.sandi.value.CodeFormat;
import dev.sandi.value.WebOtpDomain;
import java.sql.ResultSet;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.PropertyNamingStrategies;
import tools.jackson.databind.json.JsonMapper;

/** Columns of apps that requests and administration read alike. */
final class AppColumns {

  private static final JsonMapper JSON =
      JsonMapper.builder().propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE).build();

  private AppColumns() {}

  /** Its key stays sealed. */
  static @Nullable CallbackTls callbackTls(ResultSet row) throws SQLException {
    String json = row.getString("callback_tls");
    return json == null ? null : JSON.readValue(json, CallbackTls.class);
  }

  static @Nullable String json(@Nullable CallbackTls tls) {
    return tls == null ? null : JSON.writeValueAsString(tls);
  }

  static CodeFormat code(ResultSet row) throws SQLException {
    CodeFormat code =
        new CodeFormat(
            row.getInt("code_length"), CodeFormat.Alphabet.of(row.getString("code_alphabet")));
    return code.equals(CodeFormat.DEFAULT) ? CodeFormat.DEFAULT : code;
  }

  static @Nullable WebOtpDomain webOtp(ResultSet row) throws SQLException {
    String domain = row.getString("web_otp");
    return domain == null ? null : new WebOtpDomain(domain);
  }

  static @Nullable AndroidHash androidHash(ResultSet row) throws SQLException {
    String hash = row.getString("android_hash");
    return hash == null ? null : new AndroidHash(hash);
  }
}
