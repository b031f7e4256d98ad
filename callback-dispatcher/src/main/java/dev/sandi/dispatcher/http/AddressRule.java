package dev.sandi.dispatcher.http;

import java.net.InetAddress;

/** Which addresses a customer may have us connect to. */
@FunctionalInterface
interface AddressRule {

  boolean allows(InetAddress address);
}
