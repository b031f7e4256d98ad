package dev.sandi.processor.routing;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import dev.sandi.processor.ProcessorProperties.Ambiguous;
import dev.sandi.processor.check.Regions;
import dev.sandi.value.AppId;
import dev.sandi.value.PhoneNumber;
import dev.sandi.value.SessionId;
import java.math.BigDecimal;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Where messages of some kind go. What it matches by is optional; all that is given must match.
 *
 * @param name what to call it; 1-64 characters, or none
 * @param prefixes that a number begins with: each 1-15 digits; one of them is enough
 * @param countries of the number's plan, as in ISO 3166
 * @param gateways in their order; none: what matches is not sent
 * @param prefer by what they are ordered
 * @param resendAfter seconds without a delivery report after which the code goes over the next
 *     gateway: 5 to 3600; absent: never
 * @param resendWhenUndelivered whether a report that it was not delivered does so
 * @param mostGateways how many gateways a message is given to at most: 1 to 10
 * @param ambiguous what becomes of a message whose answer never came; absent: as is set for all
 */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record Route(
    @Nullable String name,
    Set<String> prefixes,
    Set<String> countries,
    Set<AppId> apps,
    @JsonInclude List<Candidate> gateways,
    Prefer prefer,
    @Nullable @JsonProperty("resend_after") Integer resendAfter,
    @JsonProperty("resend_when_undelivered") boolean resendWhenUndelivered,
    @JsonProperty("most_gateways") int mostGateways,
    @Nullable Ambiguous ambiguous) {

  private static final Pattern PREFIX = Pattern.compile("[1-9][0-9]{0,14}");
  private static final int LONGEST_PREFIX = 15;
  private static final int MOST_GATEWAYS = 10;
  private static final int MOST_MATCHES = 5_000;

  /** Of what is sent nowhere. Below the patterns that its constructor needs. */
  static final Route NONE = to(List.of());

  /** By what the gateways of a route are ordered. */
  public enum Prefer {
    /** As they stand. */
    ORDER,
    /** The first by lot, the rest as they stand. */
    WEIGHT,
    /** The cheapest first. */
    PRICE,
    /** The one whose messages arrive most often first. */
    DELIVERY,
    /** The one whose codes are entered most often first. */
    CONVERSION
  }

  /**
   * A gateway of a route.
   *
   * @param weight its part of the whole, with {@link Prefer#WEIGHT}: 0 to 1000; 0 only stands in
   * @param price of one message, to six decimals
   * @param currency of the price, as in ISO 4217
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record Candidate(
      String gateway, int weight, @Nullable BigDecimal price, @Nullable String currency) {

    private static final Pattern CURRENCY = Pattern.compile("[A-Z]{3}");

    public Candidate {
      Rule.check(weight >= 0 && weight <= 1000, "weight", "should be 0 to 1000");
      if (price != null) {
        Rule.check(
            price.signum() >= 0
                && price.compareTo(BigDecimal.valueOf(1_000_000)) < 0
                && price.stripTrailingZeros().scale() <= 6,
            "price",
            "should be 0 to 999999.999999, with at most six decimals");
        Rule.check(
            currency != null && CURRENCY.matcher(currency).matches(),
            "currency",
            "should be three capital letters, and given with a price");
      } else {
        Rule.check(currency == null, "currency", "is given without a price");
      }
    }

    public Candidate(String gateway) {
      this(gateway, 1, null, null);
    }

    @JsonCreator
    static Candidate of(
        @JsonProperty("gateway") @Nullable String gateway,
        @JsonProperty("weight") @Nullable Integer weight,
        @JsonProperty("price") @Nullable BigDecimal price,
        @JsonProperty("currency") @Nullable String currency) {
      return new Candidate(
          Rule.require(gateway, "gateway"), weight == null ? 1 : weight, price, currency);
    }
  }

  public Route {
    prefixes = inOrder(prefixes);
    countries = inOrder(countries);
    apps = inOrder(apps);
    gateways = List.copyOf(gateways);
    Rule.check(name == null || isName(name), "name", "should be 1-64 printable characters");
    Rule.each(prefixes, PREFIX.asMatchPredicate(), "prefixes", "should be 1-15 digits, no 0 first");
    Rule.each(countries, Regions::isRegion, "countries", "should be a code of ISO 3166 such as ID");
    Rule.check(
        prefixes.size() + countries.size() + apps.size() <= MOST_MATCHES,
        "prefixes",
        "should be at most " + MOST_MATCHES + ", with countries and apps");
    Rule.check(gateways.size() <= MOST_GATEWAYS, "gateways", "should be at most " + MOST_GATEWAYS);
    Rule.check(
        gateways.stream().map(Candidate::gateway).distinct().count() == gateways.size(),
        "gateways",
        "should name each gateway once");
    Rule.check(
        prefer != Prefer.WEIGHT
            || gateways.isEmpty()
            || gateways.stream().anyMatch(candidate -> candidate.weight() > 0),
        "gateways",
        "should have one with a weight above 0");
    Rule.check(
        prefer != Prefer.PRICE
            || gateways.stream()
                    .flatMap(c -> Optional.ofNullable(c.currency()).stream())
                    .distinct()
                    .count()
                <= 1,
        "gateways",
        "should have prices of one currency to be ordered by them");
    Rule.check(
        resendAfter == null || (resendAfter >= 5 && resendAfter <= 3600),
        "resend_after",
        "should be 5 to 3600 seconds");
    Rule.check(
        mostGateways >= 1 && mostGateways <= MOST_GATEWAYS,
        "most_gateways",
        "should be 1 to " + MOST_GATEWAYS);
  }

  @JsonCreator
  static Route of(
      @JsonProperty("name") @Nullable String name,
      @JsonProperty("prefixes") @Nullable List<String> prefixes,
      @JsonProperty("countries") @Nullable List<String> countries,
      @JsonProperty("apps") @Nullable List<AppId> apps,
      @JsonProperty("gateways") @Nullable List<Candidate> gateways,
      @JsonProperty("prefer") @Nullable Prefer prefer,
      @JsonProperty("resend_after") @Nullable Integer resendAfter,
      @JsonProperty("resend_when_undelivered") @Nullable Boolean resendWhenUndelivered,
      @JsonProperty("most_gateways") @Nullable Integer mostGateways,
      @JsonProperty("ambiguous") @Nullable Ambiguous ambiguous) {
    return new Route(
        name,
        Rule.set(prefixes, "prefixes"),
        Rule.set(countries, "countries"),
        Rule.set(apps, "apps"),
        Rule.list(Rule.require(gateways, "gateways"), "gateways"),
        prefer == null ? Prefer.ORDER : prefer,
        resendAfter,
        Boolean.TRUE.equals(resendWhenUndelivered),
        mostGateways == null ? 2 : mostGateways,
        ambiguous);
  }

  /** Takes everything, to gateways in their order. */
  static Route to(List<Candidate> gateways) {
    return new Route(
        null, Set.of(), Set.of(), Set.of(), gateways, Prefer.ORDER, null, false, 2, null);
  }

  /**
   * All gateways of the route, in the order in which a message is to try them. The same for the
   * same session and figures, on every copy and at every try.
   *
   * @param country of the number, as {@link Regions} tells it
   */
  public List<String> order(SessionId session, String country, Figures figures) {
    return OrderGateways.order(this, session, country, figures);
  }

  boolean uses(String gateway) {
    return gateways.stream().anyMatch(candidate -> candidate.gateway().equals(gateway));
  }

  boolean matches(AppId app, PhoneNumber msisdn) {
    return (apps.isEmpty() || apps.contains(app))
        && (prefixes.isEmpty() || hasPrefix(msisdn.digits()))
        && (countries.isEmpty() || countries.contains(Regions.of(msisdn).region()));
  }

  /** Looks up each beginning of the number: a route may have thousands of prefixes. */
  private boolean hasPrefix(String digits) {
    for (int length = Math.min(digits.length(), LONGEST_PREFIX); length > 0; length--) {
      if (prefixes.contains(digits.substring(0, length))) {
        return true;
      }
    }
    return false;
  }

  private static boolean isName(String name) {
    return !name.isBlank()
        && name.length() <= 64
        && name.chars().noneMatch(Character::isISOControl);
  }

  private static <T> Set<T> inOrder(Set<T> values) {
    return Collections.unmodifiableSet(new LinkedHashSet<>(values));
  }
}
