package dev.sandi.processor.http;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.http.HttpObject;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpStatusClass;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.ReferenceCountUtil;

/**
 * Skips answers that are not final (1xx; RFC 9110, section 15.2), which the client would take for
 * the answer. Not asked for here, some servers send them all the same.
 */
final class InterimAnswers extends ChannelInboundHandlerAdapter {

  private boolean skipping;

  @Override
  public void channelRead(ChannelHandlerContext context, Object message) {
    if (message instanceof HttpResponse answer
        && answer.status().codeClass() == HttpStatusClass.INFORMATIONAL) {
      skipping = true;
    }
    if (skipping && message instanceof HttpObject) {
      skipping = !(message instanceof LastHttpContent);
      ReferenceCountUtil.release(message);
      // Nothing is handed on, so nobody else would ask for more.
      context.read();
    } else {
      context.fireChannelRead(message);
    }
  }
}
