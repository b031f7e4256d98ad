package dev.sandi.dispatcher.http;

import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandler.Sharable;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOutboundHandlerAdapter;
import io.netty.channel.ChannelPromise;
import io.netty.util.NetUtil;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.UnknownHostException;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Checks what a proxy is asked for, as far as it can be told here: addresses, and names of the
 * proxy's own machine. What other names lead to, the proxy alone knows.
 */
@Sharable
final class ProxiedTargets extends ChannelOutboundHandlerAdapter {

  private final AddressRule rule;

  ProxiedTargets(AddressRule rule) {
    this.rule = rule;
  }

  @Override
  public void connect(
      ChannelHandlerContext context,
      SocketAddress remote,
      @Nullable SocketAddress local,
      ChannelPromise promise) {
    // Either way the outcome is the promise's to tell.
    ChannelFuture unused =
        remote instanceof InetSocketAddress target && allows(target)
            ? context.connect(remote, local, promise)
            : promise.setFailure(new ForbiddenAddressException());
  }

  private boolean allows(InetSocketAddress target) {
    String host = target.getHostString().toLowerCase(Locale.ROOT).replaceFirst("\\.$", "");
    byte @Nullable [] address = NetUtil.createByteArrayFromIpAddressString(host);
    try {
      return address == null ? isForeignName(host) : rule.allows(InetAddress.getByAddress(address));
    } catch (UnknownHostException e) {
      return false;
    }
  }

  /** An address with a zone is no name. */
  private static boolean isForeignName(String host) {
    return !host.equals("localhost") && !host.endsWith(".localhost") && !host.matches(".*[:%].*");
  }
}
