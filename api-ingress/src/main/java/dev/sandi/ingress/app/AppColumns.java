package dev.sandi.ingress.app;

import dev.sandi.value.AndroidHash;
import dev.sandi.value.CodeFormat;
import dev.sandi.value.WebOtpDomain;
import java.sql.ResultSet;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/** Columns of apps that requests and administration read alike. */
final class AppColumns {

  private AppColumns() {}

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
