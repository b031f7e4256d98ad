package dev.sandi.processor.simulator;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.sandi.crypto.Sealer;
import dev.sandi.processor.gateway.Sms;
import dev.sandi.storage.Columns;
import dev.sandi.value.PhoneNumber;
import dev.sandi.value.Secret;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.UUID;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Repository;

/** The inboxes of simulated handsets. Texts carry codes, so they are sealed at rest. */
@Repository
class Handsets {

  private static final String INSERT =
      """
      insert into simulator_inbox (message_id, session_id, msisdn, sealed_text, received_at)
      select id, session, msisdn, text, ?
      from unnest(?::uuid[], ?::uuid[], ?::text[], ?::text[]) as m (id, session, msisdn, text)
      """;

  private static final String NEWEST =
      """
      select message_id, session_id, msisdn, sealed_text, received_at from simulator_inbox
      where msisdn = ? order by message_id desc limit ?
      """;

  private final JdbcTemplate jdbc;
  private final Sealer sealer;

  Handsets(JdbcTemplate jdbc, Sealer sealer) {
    this.jdbc = jdbc;
    this.sealer = sealer;
  }

  record Delivery(UUID messageId, Sms sms) {}

  /** A message as a person would read it on the handset. */
  record Message(
      String msisdn,
      String text,
      @JsonProperty("received_at") Instant receivedAt,
      @JsonProperty("session_id") UUID sessionId,
      @JsonProperty("message_id") UUID messageId) {

    @Override
    public String toString() {
      return "Message[" + messageId + "]";
    }
  }

  void receive(List<Delivery> deliveries, Instant now) {
    jdbc.update(
        INSERT,
        Columns.time(now),
        Columns.text(deliveries, Delivery::messageId),
        Columns.text(deliveries, d -> d.sms().session()),
        Columns.text(deliveries, d -> d.sms().msisdn().digits()),
        Columns.text(
            deliveries,
            d -> sealer.seal(Secret.of(d.sms().text().value()), d.messageId().toString())));
  }

  List<Message> newest(PhoneNumber msisdn, int most) {
    return jdbc.query(
        NEWEST,
        (row, n) ->
            new Message(
                row.getString("msisdn"),
                sealer.open(row.getString("sealed_text"), row.getString("message_id")).reveal(),
                row.getObject("received_at", OffsetDateTime.class).toInstant(),
                row.getObject("session_id", UUID.class),
                row.getObject("message_id", UUID.class)),
        msisdn.digits(),
        most);
  }
}
