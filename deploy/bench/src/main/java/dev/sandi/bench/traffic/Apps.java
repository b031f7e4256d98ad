package dev.sandi.bench.traffic;

import static dev.sandi.bench.traffic.Country.GERMANY;
import static dev.sandi.bench.traffic.Country.INDONESIA;
import static dev.sandi.bench.traffic.Country.MALAYSIA;
import static dev.sandi.bench.traffic.Country.POLAND;
import static dev.sandi.bench.traffic.Country.SINGAPORE;
import static dev.sandi.bench.traffic.Country.UNITED_STATES;

import java.time.ZoneId;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** The apps of the installation. Attackers have none of their own: they use the forms of others. */
final class Apps {

  private static final ZoneId JAKARTA = ZoneId.of("Asia/Jakarta");
  private static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");
  private static final ZoneId NEW_YORK = ZoneId.of("America/New_York");

  /** A wallet, whose texts end with the line that a browser reads (WebOTP). */
  static final App WALLET =
      app(
          "wallet",
          JAKARTA,
          0.38,
          0.85,
          List.of("Never share your Wallet code.\n\n@wallet.example #$OTP"),
          INDONESIA);

  static final App SHOP =
      app(
          "shop",
          JAKARTA,
          0.27,
          0.78,
          List.of(
              "$OTP is your Shop code, valid for 5 minutes.",
              "Kode Shop: $OTP. Bantuan: https://shop.example/help"),
          INDONESIA,
          INDONESIA,
          MALAYSIA,
          SINGAPORE);

  static final App RIDE =
      app(
          "ride",
          BERLIN,
          0.15,
          0.82,
          List.of("Ride: $OTP ist dein Code.", "Ride: Twój kod to $OTP"),
          GERMANY,
          POLAND);

  static final App CLINIC =
      app("clinic", NEW_YORK, 0.10, 0.88, List.of("Your verification code is $OTP"), UNITED_STATES);

  /** Whose users are companies. */
  static final App STAFF =
      app("staff", BERLIN, 0.04, 0.90, List.of("Staff sign-in: $OTP"), GERMANY);

  /** Four brands of one house. */
  static final List<App> BRANDS =
      IntStream.rangeClosed(1, 4)
          .mapToObj(
              i ->
                  new App(
                      "brand-" + i,
                      "house",
                      BERLIN,
                      0.005,
                      0.80,
                      "house.example",
                      List.of("Your code is $OTP"),
                      List.of(GERMANY, POLAND)))
          .toList();

  /** The many that ask little. */
  static final List<App> SMALL =
      IntStream.rangeClosed(1, 40)
          .mapToObj(
              i ->
                  app(
                      "small-%02d".formatted(i),
                      JAKARTA,
                      0.001,
                      0.75,
                      List.of("Your verification code is $OTP"),
                      INDONESIA))
          .toList();

  static final List<App> ALL =
      Stream.of(Stream.of(WALLET, SHOP, RIDE, CLINIC, STAFF), BRANDS.stream(), SMALL.stream())
          .flatMap(apps -> apps)
          .toList();

  private Apps() {}

  private static App app(
      String id,
      ZoneId zone,
      double share,
      double conversion,
      List<String> templates,
      Country... countries) {
    return new App(id, id, zone, share, conversion, id + ".example", templates, List.of(countries));
  }
}
