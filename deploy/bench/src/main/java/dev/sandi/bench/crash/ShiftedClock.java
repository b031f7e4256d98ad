package dev.sandi.bench.crash;

import dev.sandi.bench.BenchmarkFailure;
import java.io.IOException;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileChannel.MapMode;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;

/** A service's own clock, wrong by as many milliseconds as another process writes into a file. */
final class ShiftedClock extends Clock {

  private static final VarHandle LONG =
      MethodHandles.byteBufferViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

  private final Clock right = Clock.tickMillis(ZoneOffset.UTC);
  private final MappedByteBuffer file;

  private ShiftedClock(MappedByteBuffer file) {
    this.file = file;
  }

  /** The clock that such a file shifts; it need not be there yet. */
  static ShiftedClock by(Path file) {
    try (FileChannel channel =
        FileChannel.open(
            file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
      return new ShiftedClock(channel.map(MapMode.READ_WRITE, 0, Long.BYTES));
    } catch (IOException e) {
      throw new BenchmarkFailure(file + " cannot be mapped.", e);
    }
  }

  /** Makes it wrong by so many milliseconds, in every process that has it. */
  void shift(long millis) {
    LONG.setVolatile(file, 0, millis);
  }

  @Override
  public Instant instant() {
    return right.instant().plusMillis((long) LONG.getVolatile(file, 0));
  }

  @Override
  public ZoneId getZone() {
    return ZoneOffset.UTC;
  }

  @Override
  public Clock withZone(ZoneId zone) {
    throw new UnsupportedOperationException("Times of services are in UTC.");
  }
}
