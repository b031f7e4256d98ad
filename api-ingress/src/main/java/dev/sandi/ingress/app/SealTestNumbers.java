package dev.sandi.ingress.app;

import dev.sandi.crypto.Sealer;
import dev.sandi.ingress.admin.JsonFields;
import dev.sandi.value.AppId;
import dev.sandi.value.OtpCode;
import dev.sandi.value.PhoneNumber;
import dev.sandi.value.Secret;
import dev.sandi.value.SimulatedOutcome;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.springframework.stereotype.Component;

/** Reads numbers of an app's tests, and hides their codes at once. */
@Component
class SealTestNumbers {

  private final Sealer sealer;

  SealTestNumbers(Sealer sealer) {
    this.sealer = sealer;
  }

  /** Reads {@code msisdn}, {@code otp} and {@code outcome} of each. Faults are noted. */
  List<StoredTestNumber> read(List<JsonFields> numbers, AppId app) {
    Set<PhoneNumber> seen = new HashSet<>();
    return numbers.stream()
        .flatMap(
            fields -> {
              fields.require("msisdn");
              Optional<PhoneNumber> msisdn = fields.parsed("msisdn", PhoneNumber::of);
              if (msisdn.isPresent() && !seen.add(msisdn.get())) {
                fields.fault("msisdn", "msisdn should appear once");
              }
              // Its other faults are told, even if the number has one.
              Optional<StoredTestNumber> read =
                  read(fields, app, msisdn.orElse(new PhoneNumber("0000")));
              return msisdn.isPresent() ? read.stream() : Stream.empty();
            })
        .toList();
  }

  /** Reads {@code otp} and {@code outcome}. Faults are noted. */
  Optional<StoredTestNumber> read(JsonFields fields, AppId app, PhoneNumber msisdn) {
    fields.require("otp");
    Optional<OtpCode> code = fields.parsed("otp", OtpCode::of);
    SimulatedOutcome outcome =
        fields.parsed("outcome", SimulatedOutcome::of).orElse(SimulatedOutcome.DELIVERED);
    return code.map(
        otp ->
            new StoredTestNumber(
                msisdn,
                sealer.seal(Secret.of(otp.reveal()), TestNumber.context(app, msisdn)),
                outcome.toString()));
  }
}
