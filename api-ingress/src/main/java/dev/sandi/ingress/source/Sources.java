package dev.sandi.ingress.source;

import dev.sandi.runtime.ConfigurationException;
import dev.sandi.value.InvalidValueException;
import jakarta.servlet.http.HttpServletRequest;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/**
 * Tells the address that a request comes from.
 *
 * <p>{@code X-Forwarded-For} is believed only as far as trusted proxies wrote it: read from its
 * end, the first address that is not a trusted proxy's is the client's. What stands before it is
 * the client's own word.
 */
public final class Sources {

  private final List<Network> trusted;

  /**
   * @param trustedProxies ranges of addresses
   * @throws ConfigurationException if one cannot be read
   */
  Sources(List<String> trustedProxies) {
    try {
      this.trusted = trustedProxies.stream().map(Network::of).toList();
    } catch (InvalidValueException e) {
      throw new ConfigurationException(
          "sandi.ingress.trusted-proxies (SANDI_TRUSTED_PROXIES): " + e.getMessage());
    }
  }

  /** The address of the client, or of the last proxy that is not trusted. */
  public InetAddress of(HttpServletRequest request) {
    InetAddress source = peer(request);
    if (!isTrusted(source)) {
      return source;
    }
    for (String header : reversed(Collections.list(request.getHeaders("X-Forwarded-For")))) {
      for (String entry : reversed(List.of(header.split(",", -1)))) {
        Optional<InetAddress> before = Address.read(entry.strip());
        if (before.isEmpty()) {
          return source;
        }
        source = before.get();
        if (!isTrusted(source)) {
          return source;
        }
      }
    }
    return source;
  }

  private static InetAddress peer(HttpServletRequest request) {
    // The container writes a zone behind link-local addresses.
    String text = request.getRemoteAddr().replaceFirst("%.*", "");
    return Address.read(text).orElse(InetAddress.getLoopbackAddress());
  }

  private boolean isTrusted(InetAddress address) {
    return trusted.stream().anyMatch(network -> network.contains(address));
  }

  private static List<String> reversed(List<String> list) {
    List<String> copy = new ArrayList<>(list);
    Collections.reverse(copy);
    return copy;
  }
}
