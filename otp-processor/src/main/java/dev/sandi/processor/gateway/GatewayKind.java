package dev.sandi.processor.gateway;

import java.util.Map;

/** One kind of gateway, such as {@code smpp}: makes gateways of what an operator has configured. */
public interface GatewayKind {

  /** The name by which definitions ask for it. */
  String name();

  /**
   * Says what is wrong with settings before they are used.
   *
   * @param settings as they were given, in JSON's types
   * @throws dev.sandi.value.InvalidValueException naming the setting and the rule that it breaks
   */
  void check(Map<String, Object> settings);

  /**
   * Says what this copy lacks to open a gateway of settings which {@link #check} has accepted: what
   * they refer to, such as secrets and files.
   *
   * @throws dev.sandi.value.InvalidValueException naming what is not there
   */
  default void checkReferences(Map<String, Object> settings) {}

  /**
   * Opens a gateway. Connections are made in the background: this neither blocks nor fails when the
   * peer is away.
   *
   * @param settings which {@link #check} has accepted
   * @throws dev.sandi.value.InvalidValueException if a secret that they refer to is not there
   */
  SmsGateway open(String gateway, Map<String, Object> settings);
}
