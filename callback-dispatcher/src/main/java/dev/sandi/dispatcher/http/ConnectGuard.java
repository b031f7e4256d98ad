package dev.sandi.dispatcher.http;

import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandler.Sharable;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOutboundHandlerAdapter;
import io.netty.channel.ChannelPromise;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import org.jspecify.annotations.Nullable;

/**
 * Checks the address that a socket connects to, at the moment when it does: whatever was resolved
 * before, and however the address was written, nothing passes by here.
 */
@Sharable
final class ConnectGuard extends ChannelOutboundHandlerAdapter {

  private final AddressRule rule;

  ConnectGuard(AddressRule rule) {
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
        allows(remote)
            ? context.connect(remote, local, promise)
            : promise.setFailure(new ForbiddenAddressException());
  }

  boolean allows(SocketAddress remote) {
    return remote instanceof InetSocketAddress socket
        && socket.getAddress() != null
        && rule.allows(socket.getAddress());
  }
}
