package dev.sandi.bench.network;

import io.netty.channel.Channel;
import io.netty.channel.ChannelOption;
import java.util.concurrent.TimeUnit;

/** One connection through a link: two sockets, and a way in each direction. */
final class Passage {

  private final Link link;
  private final Channel client;
  private final Channel server;
  private final Way there;
  private final Way back;

  Passage(Link link, Channel client, Channel server) {
    this.link = link;
    this.client = client;
    this.server = server;
    this.there = new Way(link, this, client, server, true);
    this.back = new Way(link, this, server, client, false);
    client.pipeline().addLast(there);
    server.pipeline().addLast(back);
    there.opposite(back);
    back.opposite(there);
    client.closeFuture().addListener(closed -> ended());
    server.closeFuture().addListener(closed -> ended());
    long life = link.life();
    if (life >= 0) {
      var unused = link.loop().schedule(this::reset, life, TimeUnit.MILLISECONDS);
    }
    proceed();
  }

  /** Goes on by the rules of the link as it is now. */
  void proceed() {
    there.proceed();
    back.proceed();
  }

  /** Whether bytes of it were lost: none that follow may arrive, as TCP has no gaps. */
  boolean isHalfOpen() {
    return there.isBroken() || back.isBroken();
  }

  /** Something was lost, for the first time. */
  void broke(Way way) {
    Way other = way == there ? back : there;
    if (!other.isBroken()) {
      link.broke(this);
    }
  }

  private void ended() {
    if (!client.isOpen() && !server.isOpen()) {
      there.drop();
      back.drop();
      link.ended(this);
    }
  }

  void reset() {
    cut(client);
    cut(server);
  }

  static void cut(Channel channel) {
    if (channel.isOpen()) {
      channel.config().setOption(ChannelOption.SO_LINGER, 0);
      var unused = channel.close();
    }
  }
}
