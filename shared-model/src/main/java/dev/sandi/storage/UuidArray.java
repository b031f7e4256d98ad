package dev.sandi.storage;

import java.io.Serial;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.postgresql.util.PGBinaryObject;
import org.postgresql.util.PGobject;

/**
 * A {@code uuid[]} as the driver has none of its own. Connections with {@code
 * binaryTransferEnable=UUID_ARRAY} send it in binary, which the server reads several times faster
 * than text; others send it as text.
 */
final class UuidArray extends PGobject implements PGBinaryObject {

  @Serial private static final long serialVersionUID = 1L;

  private static final int UUID_OID = 2950;
  private static final int UUID_BYTES = 16;
  private static final int HEADER_BYTES = 5 * Integer.BYTES;
  private static final int NULL = -1;

  private final @Nullable UUID[] values;

  UuidArray(@Nullable UUID[] values) {
    this.values = values;
    setType("_uuid");
  }

  @Override
  public String getValue() {
    return Arrays.stream(values).map(String::valueOf).collect(Collectors.joining(",", "{", "}"));
  }

  @Override
  public int lengthInBytes() {
    int present = 0;
    for (UUID value : values) {
      if (value != null) {
        present++;
      }
    }
    return HEADER_BYTES + values.length * Integer.BYTES + present * UUID_BYTES;
  }

  /** As {@code array_send} writes an array of one dimension. */
  @Override
  public void toBytes(byte[] bytes, int offset) {
    ByteBuffer buffer = ByteBuffer.wrap(bytes, offset, bytes.length - offset);
    boolean hasNulls = Arrays.asList(values).contains(null);
    buffer.putInt(1).putInt(hasNulls ? 1 : 0).putInt(UUID_OID).putInt(values.length).putInt(1);
    for (UUID value : values) {
      if (value == null) {
        buffer.putInt(NULL);
      } else {
        buffer
            .putInt(UUID_BYTES)
            .putLong(value.getMostSignificantBits())
            .putLong(value.getLeastSignificantBits());
      }
    }
  }

  /** It is only ever sent. */
  @Override
  public void setByteValue(byte[] value, int offset) {
    throw new UnsupportedOperationException();
  }
}
