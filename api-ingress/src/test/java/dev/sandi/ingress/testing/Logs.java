package dev.sandi.ingress.testing;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.IThrowableProxy;
import ch.qos.logback.core.AppenderBase;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.slf4j.LoggerFactory;

/** Everything that our own code logs while it is open, down to debug, exceptions included. */
public final class Logs implements AutoCloseable {

  private final Logger logger = (Logger) LoggerFactory.getLogger("ROOT");
  private final Logger own = (Logger) LoggerFactory.getLogger("dev.sandi");
  private final Level before = own.getLevel();
  private final Queue<String> lines = new ConcurrentLinkedQueue<>();
  private final AppenderBase<ILoggingEvent> appender =
      new AppenderBase<>() {
        @Override
        protected void append(ILoggingEvent event) {
          StringBuilder line = new StringBuilder(event.getFormattedMessage());
          for (IThrowableProxy t = event.getThrowableProxy(); t != null; t = t.getCause()) {
            line.append('\n').append(t.getClassName()).append(": ").append(t.getMessage());
          }
          lines.add(line.toString());
        }
      };

  public Logs() {
    own.setLevel(Level.DEBUG);
    appender.start();
    logger.addAppender(appender);
  }

  public String text() {
    return String.join("\n", lines);
  }

  @Override
  public void close() {
    logger.detachAppender(appender);
    own.setLevel(before);
  }
}
