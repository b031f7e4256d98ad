package dev.sandi.processor.code;

import dev.sandi.value.CodeFormat;
import dev.sandi.value.OtpCode;
import java.security.SecureRandom;
import org.springframework.stereotype.Component;

/** Codes of which each is as likely as any other (NIST SP 800-63B-4, section 3.1.3.2). */
@Component
class CodeGenerator {

  private final SecureRandom random = new SecureRandom();

  /** One number for the whole code: drawing each character costs several times as much. */
  OtpCode next(CodeFormat format) {
    String symbols = format.alphabet().symbols();
    // Rejects what would make some codes more likely; a plain remainder would not.
    long number = random.nextLong(format.codes());
    char[] code = new char[format.length()];
    for (int i = code.length - 1; i >= 0; i--) {
      code[i] = symbols.charAt((int) (number % symbols.length()));
      number /= symbols.length();
    }
    return OtpCode.of(new String(code));
  }
}
