package dev.sandi.processor.smpp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

/** Nothing that a peer sends makes the readers do more than refuse it. */
class HostileInputProperties {

  private static final int DELIVER = 5;
  private static final int DATA = 0x103;

  @Property(tries = 2000)
  void anyOctetsAreReadToAnEndOrRefused(@ForAll @Size(max = 300) byte[] octets) {
    int read = readAll(octets);

    assertThat(read).isLessThanOrEqualTo(octets.length / 16);
  }

  @Property
  void aPduThatIsCutAnywhereIsNotTakenForOne(@ForAll @IntRange(min = 1, max = 60) int length)
      throws IOException {
    byte[] pdu = Octets.deliver("id:1 stat:DELIVRD err:000 text:hello and good-bye");

    PduStream stream =
        new PduStream(
            new ByteArrayInputStream(Arrays.copyOf(pdu, Math.min(length, pdu.length - 1))));

    assertThatThrownBy(stream::next).isInstanceOf(IOException.class);
  }

  @Property(tries = 2000)
  void anyBodyOfADeliveryIsReadOrRefused(
      @ForAll @Size(max = 200) byte[] body, @ForAll boolean data) {
    Pdu pdu = new Pdu(data ? DATA : DELIVER, 0, 1, body);
    try {
      Delivery delivery = Delivery.of(pdu);
      Receipt receipt = ReadReceipt.of(delivery);
      assertThat(receipt == null || !receipt.messageId().isEmpty()).isTrue();
    } catch (MalformedPduException e) {
      assertThat(e.getMessage()).startsWith("a ");
    }
  }

  @Property(tries = 2000)
  void anyTextOfAReceiptIsReadOrIsNone(@ForAll("receipts") String text) throws Exception {
    Receipt receipt = ReadReceipt.of(Delivery.of(pdu(Octets.deliver(text))));

    if (receipt != null) {
      assertThat(receipt.messageId()).isNotEmpty().hasSizeLessThanOrEqualTo(255);
      assertThat(receipt.messageId().chars()).noneMatch(Character::isISOControl);
    }
  }

  @Property
  void theFieldsOfAReceiptMayStandInAnyOrder(@ForAll("orders") List<String> fields)
      throws Exception {
    Receipt receipt = ReadReceipt.of(Delivery.of(pdu(Octets.deliver(String.join(" ", fields)))));

    assertThat(receipt).isEqualTo(new Receipt("77", MessageState.REJECTED, "11"));
  }

  @Property
  void anIdThatIsHexOnOneSideAndDecimalOnTheOtherIsOne(@ForAll long id) {
    String hex = Long.toHexString(id);
    String decimal = Long.toUnsignedString(id);

    assertThat(IdFormat.HEX.canonical("00" + hex))
        .isEqualTo(IdFormat.DECIMAL.canonical("0" + decimal));
  }

  @Provide
  Arbitrary<String> receipts() {
    return Arbitraries.of(
            "id",
            "stat",
            "err",
            "text",
            "sub",
            "submit date",
            ":",
            ":",
            " ",
            " ",
            "DELIVRD",
            "1",
            "\0",
            "\u0001",
            "é",
            "UNDELIV",
            "x".repeat(40))
        .list()
        .ofMaxSize(25)
        .map(words -> String.join("", words))
        .map(text -> text.substring(0, Math.min(250, text.length())));
  }

  @Provide
  Arbitrary<List<String>> orders() {
    return Arbitraries.shuffle(
        "id:77",
        "sub:001",
        "dlvrd:000",
        "submit date:2611260101",
        "done date:2611260102",
        "stat:REJECTD",
        "err:11");
  }

  private static int readAll(byte[] octets) {
    PduStream stream = new PduStream(new ByteArrayInputStream(octets));
    int read = 0;
    try {
      while (stream.next() != null) {
        read++;
      }
    } catch (IOException e) {
      assertThat(String.valueOf(e.getMessage())).doesNotContain("\n");
    }
    return read;
  }

  private static Pdu pdu(byte[] octets) throws IOException {
    var out = new ByteArrayOutputStream();
    out.write(octets);
    return new PduStream(new ByteArrayInputStream(out.toByteArray())).next();
  }
}
