package dev.sandi.processor.http;

/**
 * What a placeholder of an operator's own stands for, by the encoding that a text needs.
 *
 * @param whenGsm7 if all of its characters are of GSM-7
 * @param whenUcs2 if one of them is not
 */
record Choice(String whenGsm7, String whenUcs2) {

  private static final int LONGEST = 64;

  Choice {
    Rules.require(whenGsm7 != null && whenUcs2 != null, "should have both when_gsm7 and when_ucs2");
    Rules.require(
        Rules.printable(whenGsm7, LONGEST) && Rules.printable(whenUcs2, LONGEST),
        "should have values of 1-64 printable characters");
  }
}
