package dev.sandi.value;

import java.text.Normalizer;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What in the text of an SMS could turn a code into a bait: links to domains that are not the
 * sender's, domains that only look like its own, numbers to call, and characters that nobody sees.
 *
 * <p>The text is judged as a handset shows and links it: after compatibility normalization (Unicode
 * TR 15, NFKC), with invisible characters taken out first, so that they hide nothing. Domains are
 * compared in the form of RFC 5890; an allowed domain allows what is below it.
 */
public final class TemplateRisks {

  /** What is wrong. */
  public enum Kind {
    /** A link, or a mail address, outside the allowed domains. */
    FOREIGN_LINK,
    /**
     * One that imitates: scripts mixed in a name, or letters that look like an allowed domain's.
     */
    LOOK_ALIKE_DOMAIN,
    /** A number to call. */
    CALL_BACK_NUMBER,
    /** Characters without a shape, or that change the order of others. */
    HIDDEN_CHARACTERS;

    /** The stable word for it. */
    public String slug() {
      return name().toLowerCase(java.util.Locale.ROOT);
    }
  }

  /**
   * One thing that is wrong.
   *
   * @param detail the domain in ASCII, the number masked, or the characters as {@code U+200B}
   */
  public record Risk(Kind kind, String detail) {}

  private static final String PLACE = "$OTP";

  /** Breaks what stands around the code apart, and is in no domain and no number. */
  private static final String OBJECT = "\uFFFC";

  private TemplateRisks() {}

  /**
   * What is wrong with a text; empty if nothing is.
   *
   * @param text with or without the place of the code, {@code $OTP}
   * @param allowedDomains such as {@code shop.example}; one that is no domain allows nothing
   */
  public static List<Risk> of(String text, Collection<String> allowedDomains) {
    String withoutCode = text.replace(PLACE, OBJECT);
    Set<Risk> risks = new LinkedHashSet<>();
    HiddenCharacters.in(withoutCode)
        .forEach(c -> risks.add(new Risk(Kind.HIDDEN_CHARACTERS, "U+%04X".formatted(c))));
    String shown =
        Normalizer.normalize(HiddenCharacters.without(withoutCode), Normalizer.Form.NFKC);
    Set<String> allowed =
        allowedDomains.stream().map(LinkedHosts::ascii).collect(Collectors.toSet());
    for (String host : LinkedHosts.in(shown)) {
      if (!isAllowed(host, allowed)) {
        Kind kind = LookAlikes.imitates(host, allowed) ? Kind.LOOK_ALIKE_DOMAIN : Kind.FOREIGN_LINK;
        risks.add(new Risk(kind, host));
      }
    }
    CallBackNumbers.in(LinkedHosts.without(shown))
        .forEach(number -> risks.add(new Risk(Kind.CALL_BACK_NUMBER, number)));
    return List.copyOf(risks);
  }

  private static boolean isAllowed(String host, Set<String> allowed) {
    return allowed.stream()
        .anyMatch(
            domain -> !domain.isEmpty() && (host.equals(domain) || host.endsWith("." + domain)));
  }
}
