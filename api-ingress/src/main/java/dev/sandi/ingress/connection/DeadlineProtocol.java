package dev.sandi.ingress.connection;

import org.apache.coyote.Processor;
import org.apache.coyote.http11.Http11NioProtocol;

/** Tomcat's HTTP/1.1, with a limit to the time that a request's head may take to arrive. */
public final class DeadlineProtocol extends Http11NioProtocol {

  @Override
  protected Processor createProcessor() {
    return new DeadlineProcessor(this, getAdapter());
  }
}
