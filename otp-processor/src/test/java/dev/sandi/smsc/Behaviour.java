package dev.sandi.smsc;

import java.time.Duration;

/** How the SMSC reacts. */
@FunctionalInterface
public interface Behaviour {

  Reaction to(Submitted submitted);

  /** Takes all, and reports nothing. */
  Behaviour TAKES_ALL = submitted -> Reaction.take();

  /** Takes all, and reports that it was delivered. */
  Behaviour DELIVERS_ALL = submitted -> Reaction.take(Report.delivered());

  /** By the last three digits of the msisdn, for whoever tries things out. */
  Behaviour BY_NUMBER =
      submitted -> {
        String msisdn = submitted.msisdn();
        return switch (msisdn.substring(Math.max(0, msisdn.length() - 3))) {
          case "111" -> Reaction.take(Report.delivered()).after(Duration.ofSeconds(8));
          case "222" -> Reaction.silence();
          case "333" -> Reaction.refuse(0x45);
          case "334" -> Reaction.refuse(0x0B);
          case "444" -> Reaction.throttle();
          case "555" -> Reaction.queueFull();
          case "666" -> Reaction.take(Report.of("UNDELIV").withError("027"));
          case "667" -> Reaction.take(Report.of("EXPIRED").withError("001"));
          case "668" -> Reaction.take(Report.of("REJECTD").withError("011"));
          case "777" -> Reaction.cut();
          case "881" -> Reaction.take();
          case "882" -> Reaction.take(Report.delivered().beforeTheAnswer());
          case "883" -> Reaction.take(Report.delivered(), Report.delivered());
          case "884" -> Reaction.take(Report.delivered().after(Duration.ofSeconds(20)));
          case "885" -> Reaction.take(Report.delivered().ofMessage("4711"));
          default -> Reaction.take(Report.delivered());
        };
      };
}
