package dev.sandi.ingress.status;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.sandi.event.Topics;
import java.util.Arrays;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.stereotype.Component;

/**
 * Passes over the requests that a copy of this service published: they are listed since before.
 * Other systems may publish requests, too.
 */
@Component
final class PublishedElsewhere {

  private final byte[] own;

  PublishedElsewhere(@Value("${spring.application.name}") String service) {
    this.own = ("/sandi/" + service).getBytes(UTF_8);
  }

  boolean test(ConsumerRecord<byte[], byte[]> record) {
    if (!record.topic().equals(Topics.OTP_REQUESTED)) {
      return true;
    }
    Header source = record.headers().lastHeader("ce_source");
    return source == null || !Arrays.equals(own, source.value());
  }
}
