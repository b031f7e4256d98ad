package dev.sandi.processor.gateway;

import java.util.Map;

/**
 * How a gateway is at this moment, on this copy.
 *
 * @param connected whether it could take a message, but for its window and rate
 * @param detail the same in words, without secrets, such as {@code "2 of 3 binds"}
 * @param figures what else there is to know, by name, such as {@code in_flight}
 */
public record GatewayStatus(boolean connected, String detail, Map<String, Long> figures) {}
