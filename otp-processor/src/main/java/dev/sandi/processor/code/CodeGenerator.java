package dev.sandi.processor.code;

import dev.sandi.value.OtpCode;
import java.security.SecureRandom;
import org.springframework.stereotype.Component;

/** Codes of six digits, each as likely as any other (NIST SP 800-63B-4, section 3.1.3.2). */
@Component
class CodeGenerator {

  private static final int LENGTH = 6;

  private final SecureRandom random = new SecureRandom();

  OtpCode next() {
    StringBuilder digits = new StringBuilder(LENGTH);
    for (int i = 0; i < LENGTH; i++) {
      digits.append((char) ('0' + random.nextInt(10)));
    }
    return OtpCode.of(digits.toString());
  }
}
