package dev.sandi.value;

import java.net.IDN;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The hosts that a handset would make links of: those behind a scheme, and bare domains. Of bare
 * ones only those that end as domains do, so that a full stop without a space behind it makes none;
 * {@code word.Do} is taken for two sentences, {@code word.do} and {@code word.Do/path} are not.
 */
final class LinkedHosts {

  private static final String DOTS = "[.\u3002\uFF0E\uFF61]";
  private static final String LABEL = "[\\p{L}\\p{M}\\p{N}](?:[\\p{L}\\p{M}\\p{N}_-]{0,62})";

  private static final Pattern LINK =
      Pattern.compile(
          "(?<scheme>[A-Za-z][A-Za-z0-9+.-]{0,20}:[/\\\\]{2}(?<authority>[^\\s/\\\\?#]{1,300}))"
              + "|(?<bare>"
              + LABEL
              + "(?:"
              + DOTS
              + LABEL
              + "){1,20})(?<path>:[0-9]|/)?");

  /** Behind these no country stands, and few words end a sentence in them. */
  private static final Set<String> GENERIC =
      Set.of(
          ("com net org info biz name mobi app dev xyz top site online shop store club link click"
                  + " live work vip win bid loan men icu cyou buzz rest fun space website tech host"
                  + " press pro world today email news page cloud digital life zone one sbs cfd lol"
                  + " monster quest best bond support help center finance bank money pay ltd group"
                  + " company agency services solutions network systems wang red blue pink gold"
                  + " asia edu gov mil int arpa onion zip mov")
              .split(" ", -1));

  private static final Set<String> COUNTRIES =
      java.util.stream.Stream.concat(
              Arrays.stream(Locale.getISOCountries()),
              java.util.stream.Stream.of("UK", "EU", "SU", "AC"))
          .map(code -> code.toLowerCase(Locale.ROOT))
          .collect(Collectors.toSet());

  private LinkedHosts() {}

  /** The hosts in a text, in ASCII and lower case. */
  static Set<String> in(String text) {
    Set<String> hosts = new LinkedHashSet<>();
    Matcher link = LINK.matcher(text);
    while (link.find()) {
      String host = host(link);
      if (!host.isEmpty()) {
        hosts.add(host);
      }
    }
    return hosts;
  }

  /** A text without its links, paths included: what is in them is no number to call. */
  static String without(String text) {
    StringBuilder rest = new StringBuilder();
    Matcher link = LINK.matcher(text);
    int from = 0;
    while (from < text.length() && link.find(from)) {
      boolean isLink = !host(link).isEmpty();
      boolean path = link.group("authority") != null || link.group("path") != null;
      int end = isLink && path ? endOfWord(text, link.end()) : link.end();
      rest.append(text, from, isLink ? link.start() : end).append(isLink ? "\uFFFC" : "");
      from = end;
    }
    return rest.append(text, from, text.length()).toString();
  }

  private static int endOfWord(String text, int from) {
    int end = from;
    while (end < text.length() && !Character.isWhitespace(text.charAt(end))) {
      end++;
    }
    return end;
  }

  private static String host(Matcher link) {
    String authority = link.group("authority");
    if (authority != null) {
      String host = authority.substring(authority.lastIndexOf('@') + 1);
      return ascii(host.replaceAll(":[0-9]*$", ""));
    }
    String bare = link.group("bare");
    return isDomain(bare, link.group("path") != null) ? ascii(bare) : "";
  }

  private static boolean isDomain(String bare, boolean path) {
    String[] labels = bare.split(DOTS, -1);
    String last = labels[labels.length - 1];
    if (last.chars().allMatch(c -> c >= '0' && c <= '9')) {
      return path && labels.length == 4;
    }
    if (path && last.codePoints().allMatch(Character::isLetter) && last.length() > 1) {
      return true;
    }
    String lower = last.toLowerCase(Locale.ROOT);
    if (COUNTRIES.contains(lower)) {
      return !(Character.isUpperCase(last.charAt(0)) && Character.isLowerCase(last.charAt(1)));
    }
    return GENERIC.contains(lower)
        || lower.startsWith("xn--")
        || labels[0].equalsIgnoreCase("www")
        || LookAlikes.isNameOfOtherScript(last);
  }

  /** A host as the name system knows it; what cannot be one stays as it is, in lower case. */
  static String ascii(String host) {
    String lower = host.strip().toLowerCase(Locale.ROOT).replaceAll(DOTS, ".");
    String plain = lower.replaceAll("^\\.+|\\.+$", "");
    try {
      return IDN.toASCII(plain, IDN.ALLOW_UNASSIGNED).toLowerCase(Locale.ROOT);
    } catch (IllegalArgumentException e) {
      return plain;
    }
  }
}
