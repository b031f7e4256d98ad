package dev.sandi.processor.simulator;

import dev.sandi.value.PhoneNumber;
import java.util.List;
import org.springframework.context.annotation.Profile;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Shows a simulated handset, codes and all: only in the profile {@code local}. */
@RestController
@Profile("local")
class InboxController {

  private static final int MOST = 100;

  private final Handsets handsets;

  InboxController(Handsets handsets) {
    this.handsets = handsets;
  }

  /** The newest messages of one handset, the newest first. */
  @GetMapping("/simulator/inbox")
  List<Handsets.Message> inbox(@RequestParam String msisdn) {
    // An unescaped plus sign of a query is a space.
    return handsets.newest(PhoneNumber.of(msisdn.strip()), MOST);
  }
}
