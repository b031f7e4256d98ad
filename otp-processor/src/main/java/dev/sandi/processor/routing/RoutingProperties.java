package dev.sandi.processor.routing;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Settings of gateways and routes.
 *
 * @param gatewaysFile path of a file in YAML or JSON that defines gateways and routes; empty: none
 */
@ConfigurationProperties("sandi.processor")
record RoutingProperties(@DefaultValue("") String gatewaysFile) {}
