package dev.sandi.messaging;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.InflaterInputStream;

/**
 * Many events as one value: a byte that says how, and the events one after the other, deflated.
 * They are alike, and shrink to a quarter.
 *
 * <p>Times are kept to the microsecond, as the database keeps them.
 */
final class PackedEvents {

  private static final int VERSION = 1;

  private PackedEvents() {}

  static byte[] pack(List<ToldEvent> events) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(128 * (events.size() + 1));
    bytes.write(VERSION);
    Deflater deflater = new Deflater(Deflater.BEST_SPEED);
    try (DataOutputStream out =
        new DataOutputStream(new DeflaterOutputStream(bytes, deflater, 8192))) {
      out.writeInt(events.size());
      for (ToldEvent event : events) {
        write(out, event);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } finally {
      deflater.end();
    }
    return bytes.toByteArray();
  }

  private static void write(DataOutputStream out, ToldEvent event) throws IOException {
    out.writeLong(event.id().getMostSignificantBits());
    out.writeLong(event.id().getLeastSignificantBits());
    out.writeLong(ChronoUnit.MICROS.between(Instant.EPOCH, event.time()));
    for (String text :
        List.of(
            event.topic(),
            event.type(),
            event.key(),
            event.subject(),
            event.trace(),
            event.body())) {
      byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
      out.writeInt(bytes.length);
      out.write(bytes);
    }
  }

  /**
   * Reads what {@link #pack} wrote.
   *
   * @throws IllegalArgumentException if a newer version wrote it
   */
  static List<ToldEvent> unpack(byte[] bytes) {
    if (bytes.length == 0 || bytes[0] != VERSION) {
      throw new IllegalArgumentException("These events were packed by another version");
    }
    try (DataInputStream in =
        new DataInputStream(
            new InflaterInputStream(new ByteArrayInputStream(bytes, 1, bytes.length - 1)))) {
      int count = in.readInt();
      List<ToldEvent> events = new ArrayList<>();
      for (int i = 0; i < count; i++) {
        events.add(read(in));
      }
      return List.copyOf(events);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static ToldEvent read(DataInputStream in) throws IOException {
    UUID id = new UUID(in.readLong(), in.readLong());
    Instant time = Instant.EPOCH.plus(in.readLong(), ChronoUnit.MICROS);
    return new ToldEvent(id, text(in), text(in), text(in), text(in), time, text(in), text(in));
  }

  private static String text(DataInputStream in) throws IOException {
    return new String(in.readNBytes(in.readInt()), StandardCharsets.UTF_8);
  }
}
