package dev.sandi.smsc;

import org.jsmpp.bean.SubmitSm;

/**
 * A submit_sm that the SMSC has read.
 *
 * @param id the SMSC's, whatever came of it
 * @param text decoded, without a header
 * @param reference of the message that this is a part of; -1 if it is whole
 * @param part from 1
 * @param parts of the message
 */
public record Submitted(
    long id, SubmitSm pdu, String text, int reference, int part, int parts, String connection) {

  public String msisdn() {
    return pdu.getDestAddress();
  }
}
