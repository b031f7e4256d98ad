package dev.sandi.processor.smpp;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_16BE;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ReadingReceiptsTest {

  private static final int RECEIPTED_MESSAGE_ID = 0x1E;
  private static final int MESSAGE_STATE = 0x427;
  private static final int NETWORK_ERROR_CODE = 0x423;
  private static final int MESSAGE_PAYLOAD = 0x424;

  @ParameterizedTest
  @ValueSource(
      strings = {
        "id:4a2f-1 sub:001 dlvrd:000 submit date:2611260101 done date:2611260102 stat:UNDELIV err:027 text:Your code",
        "stat:UNDELIV err:027 id:4a2f-1",
        "ID:4a2f-1 STAT:undeliv ERR:027",
        "id: 4a2f-1  sub: 001 stat : UNDELIVERABLE err :027",
        "id:4a2f-1\r\nstat:FAILED\r\nerr:027\r\n",
        "id:4a2f-1 stat:UNDELIV err:027 text:id:9 stat:DELIVRD err:000",
        "text: stat:UNDELIV id:4a2f-1 err:027",
        "sub:001 id:4a2f-1 dlvrd: stat:UNDELIV submit date: err:027"
      })
  void theFieldsAreFoundHoweverTheyStand(String text) throws Exception {
    assertThat(read(Octets.deliver(text)))
        .isEqualTo(new Receipt("4a2f-1", MessageState.UNDELIVERABLE, "027"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "id:",
        "id:1",
        "stat:DELIVRD",
        "id: stat:DELIVRD",
        "id:1 stat:SOMETHING",
        "paid:1 stat:DELIVRD",
        "id:1 restat:DELIVRD"
      })
  void withoutIdAndStateItIsNone(String text) throws Exception {
    assertThat(read(Octets.deliver(text))).isNull();
  }

  @Test
  void theTlvsCountForMoreThanTheText() throws Exception {
    assertThat(
            read(
                Octets.deliver(
                    "id:1 stat:DELIVRD err:001",
                    Octets.tlv(RECEIPTED_MESSAGE_ID, "abc\0".getBytes(ISO_8859_1)),
                    Octets.tlv(MESSAGE_STATE, (byte) 3),
                    Octets.tlv(NETWORK_ERROR_CODE, Octets.hex("03012C")))))
        .isEqualTo(new Receipt("abc", MessageState.EXPIRED, "300"));
  }

  @ParameterizedTest
  @CsvSource({"03001B, absent_subscriber", "030001, unknown_number", "02001B, ", "03FFFF, "})
  void anErrorOfGsmIsUnderstoodAndThatOfAnotherNetworkIsNot(String tlv, @Nullable String reason)
      throws Exception {
    Receipt receipt =
        read(
            Octets.deliver(
                "id:1 stat:UNDELIV err:005", Octets.tlv(NETWORK_ERROR_CODE, Octets.hex(tlv))));

    assertThat(receipt.networkReason()).isEqualTo(reason);
  }

  @Test
  void theTlvsAreEnough() throws Exception {
    assertThat(
            read(
                Octets.deliver(
                    "",
                    Octets.tlv(RECEIPTED_MESSAGE_ID, "abc".getBytes(ISO_8859_1)),
                    Octets.tlv(MESSAGE_STATE, (byte) 2))))
        .isEqualTo(new Receipt("abc", MessageState.DELIVERED, null));
  }

  @Test
  void aTlvThatSaysNothingLeavesItToTheText() throws Exception {
    assertThat(
            read(
                Octets.deliver(
                    "id:1 stat:DELIVRD",
                    Octets.tlv(RECEIPTED_MESSAGE_ID),
                    Octets.tlv(MESSAGE_STATE, (byte) 99))))
        .isEqualTo(new Receipt("1", MessageState.DELIVERED, null));
  }

  @Test
  void aDataSmIsAReceiptToo() throws Exception {
    assertThat(
            read(
                Octets.data(
                    4,
                    Octets.tlv(MESSAGE_PAYLOAD, "id:1 stat:DELIVRD err:000".getBytes(ISO_8859_1)))))
        .isEqualTo(new Receipt("1", MessageState.DELIVERED, null));
  }

  @Test
  void aReceiptMayBeInUcs2() throws Exception {
    assertThat(read(Octets.deliver("id:1 stat:DELIVRD".getBytes(UTF_16BE), 8)))
        .isEqualTo(new Receipt("1", MessageState.DELIVERED, null));
  }

  @Test
  void anSmscThatForgetsToSayThatItIsAReceiptIsUnderstoodByTheId() throws Exception {
    Delivery delivery =
        Delivery.of(
            pdu(
                Octets.data(
                    0,
                    Octets.tlv(RECEIPTED_MESSAGE_ID, "1".getBytes(ISO_8859_1)),
                    Octets.tlv(MESSAGE_STATE, (byte) 2))));

    assertThat(delivery.isReceipt()).isTrue();
  }

  private static Receipt read(byte[] octets) throws Exception {
    return ReadReceipt.of(Delivery.of(pdu(octets)));
  }

  private static Pdu pdu(byte[] octets) throws Exception {
    return new PduStream(new ByteArrayInputStream(octets)).next();
  }
}
