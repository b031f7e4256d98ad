package dev.sandi.bench.traffic;

import dev.sandi.bench.traffic.Attack.Target;
import java.util.List;
import java.util.function.IntFunction;

/** Texts of a fraudster who has got hold of an app's key, to numbers all over its country. */
final class Poison {

  private static final List<String> LINKS =
      List.of(
          "Your account is locked. Code $OTP, unlock at https://secure-login.example.net/u",
          "$OTP is your code. Verify now: http://bit.ly/3xYz12",
          "Code $OTP. Confirm at account-verify.top/clinic within 10 minutes",
          "Paket tertahan, bayar di www.kurir-resmi.xyz kode $OTP",
          "Use $OTP at HTTPS://203.0.113.9/login");

  private static final List<String> CALLS =
      List.of(
          "Code $OTP. Not you? Call +1 900 555 0199 at once",
          "$OTP. Fraud alert: ring 0809-894-8888 now",
          "Suspicious login, code $OTP. Call us: (212) 555-0147",
          "Kode $OTP. Hubungi 0812 9988 7766 untuk hadiah Anda");

  /** The Cyrillic letter that looks like {@code i}, a digit for a letter, a longer domain. */
  private static final List<String> LOOK_ALIKES =
      List.of(
          "Your code is $OTP. Sign in at https://cl\u0456nic.example",
          "Your code is $OTP. Sign in at https://c1inic.example",
          "Your code is $OTP. Sign in at https://clinic.example.account-check.net",
          "Your code is $OTP. See clinic-example.com");

  /** Links that are cut by characters of no width. */
  private static final List<String> CUT =
      List.of(
          "Code $OTP, unlock at https:/\u200b/secure-login.example.net",
          "Code $OTP, see ev\u200dil.exa\u200bmple.net/x",
          "Code $OTP, see phish\u2060ing\ufeff.xyz",
          "Code $OTP. Call +1 9\u200b00 55\u200b5 01\u200b99");

  private Poison() {}

  static IntFunction<Target> link(Plan plan, Draws draws) {
    return texts(LINKS, draws);
  }

  static IntFunction<Target> callBack(Plan plan, Draws draws) {
    return texts(CALLS, draws);
  }

  static IntFunction<Target> lookAlike(Plan plan, Draws draws) {
    return texts(LOOK_ALIKES, draws);
  }

  static IntFunction<Target> zeroWidth(Plan plan, Draws draws) {
    return texts(CUT, draws);
  }

  private static IntFunction<Target> texts(List<String> texts, Draws draws) {
    App app = Apps.CLINIC;
    return i ->
        new Target(
            app,
            Country.UNITED_STATES.number(draws.any()),
            texts.get(draws.between(0, texts.size() - 1)));
  }
}
