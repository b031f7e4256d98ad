package dev.sandi.processor.check;

import com.google.i18n.phonenumbers.NumberParseException;
import com.google.i18n.phonenumbers.PhoneNumberUtil;
import com.google.i18n.phonenumbers.PhoneNumberUtil.PhoneNumberType;
import com.google.i18n.phonenumbers.Phonenumber;
import dev.sandi.value.PhoneNumber;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Where numbers belong, by the numbering plans that libphonenumber knows. Remembered by block and
 * length: plans give numbers out by many thousands.
 */
public final class Regions {

  /** Of numbers that belong nowhere, such as those of satellites, or to no plan. */
  public static final String NOWHERE = "ZZ";

  private static final int SHORT = 10;
  private static final int REMEMBERED = 50_000;
  private static final PhoneNumberUtil PLANS = PhoneNumberUtil.getInstance();

  private static final Map<String, Place> PLACES =
      Collections.synchronizedMap(
          new LinkedHashMap<>(16, 0.75f, true) {
            private static final long serialVersionUID = 1L;

            @Override
            protected boolean removeEldestEntry(Map.Entry<String, Place> eldest) {
              return size() > REMEMBERED;
            }
          });

  private Regions() {}

  /** What a range of numbers is for. */
  public enum Kind {
    USUAL,
    /** Calls to it are paid for by the minute, and somebody earns by them. */
    PREMIUM,
    /** No plan gives such numbers out. */
    UNALLOCATED
  }

  /**
   * Where a number belongs.
   *
   * @param region as in ISO 3166, or {@value #NOWHERE}
   */
  public record Place(String region, Kind kind) {}

  /** Long numbers by one of the hundred thousand that share their first digits. */
  public static Place of(PhoneNumber msisdn) {
    String digits = msisdn.digits();
    String block =
        digits.length() < SHORT ? digits : digits.substring(0, digits.length() - 5) + "55555";
    return PLACES.computeIfAbsent(block, Regions::find);
  }

  /** Whether there is a numbering plan of a country, by its code in ISO 3166. */
  public static boolean isRegion(String code) {
    return PLANS.getSupportedRegions().contains(code);
  }

  private static Place find(String digits) {
    Phonenumber.PhoneNumber number;
    try {
      number = PLANS.parse("+" + digits, null);
    } catch (NumberParseException e) {
      return new Place(NOWHERE, Kind.UNALLOCATED);
    }
    String exact = PLANS.getRegionCodeForNumber(number);
    String region =
        exact == null ? PLANS.getRegionCodeForCountryCode(number.getCountryCode()) : exact;
    return new Place(known(region), kind(number));
  }

  private static String known(String region) {
    return region.length() == 2 ? region : NOWHERE;
  }

  private static Kind kind(Phonenumber.PhoneNumber number) {
    PhoneNumberType type = PLANS.getNumberType(number);
    if (type == PhoneNumberType.PREMIUM_RATE) {
      return Kind.PREMIUM;
    }
    return type == PhoneNumberType.UNKNOWN ? Kind.UNALLOCATED : Kind.USUAL;
  }
}
