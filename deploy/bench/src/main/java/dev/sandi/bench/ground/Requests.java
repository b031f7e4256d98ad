package dev.sandi.bench.ground;

import dev.sandi.bench.ProcessorInstallation;
import dev.sandi.bench.traffic.Event;
import dev.sandi.crypto.Sealer;
import dev.sandi.event.Envelope;
import dev.sandi.event.OtpRequested;
import dev.sandi.messaging.EventRecords;
import dev.sandi.value.AppId;
import dev.sandi.value.ChallengeName;
import dev.sandi.value.PhoneNumber;
import dev.sandi.value.Secret;
import dev.sandi.value.SessionId;
import dev.sandi.value.SmsTemplate;
import dev.sandi.value.TimeLimit;
import dev.sandi.value.TraceParent;
import java.time.Instant;
import java.util.Map;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** Publishes what happens as the ingress would. */
final class Requests implements AutoCloseable {

  private static final String SOURCE = "/sandi/bench";

  private final Sealer sealer = ProcessorInstallation.sealer();
  private final KafkaProducer<byte[], byte[]> producer;

  Requests(String bootstrapServers) {
    this.producer =
        new KafkaProducer<>(
            Map.of("bootstrap.servers", bootstrapServers, "acks", "all"),
            new ByteArraySerializer(),
            new ByteArraySerializer());
  }

  SessionId publish(Event.Ask ask) {
    SessionId session = SessionId.at(ask.at());
    String code =
        ask.ownCode()
            ? sealer.seal(Secret.of(OwnCode.of(ask.episode())), session.toString())
            : null;
    publish(
        new OtpRequested(
            session,
            new AppId(ask.app()),
            false,
            new PhoneNumber(ask.msisdn()),
            ChallengeName.DEFAULT,
            new SmsTemplate(ask.template()),
            code,
            TimeLimit.DEFAULT,
            null,
            ask.at(),
            "bench",
            null),
        ask.at());
    return session;
  }

  void publish(dev.sandi.event.Event event, Instant at) {
    var unused =
        producer.send(
            EventRecords.write(Envelope.of(event, at, TraceParent.start()), SOURCE),
            (metadata, failure) -> {
              if (failure != null) {
                System.err.println("Not published: " + failure);
              }
            });
  }

  @Override
  public void close() {
    producer.close();
  }
}
