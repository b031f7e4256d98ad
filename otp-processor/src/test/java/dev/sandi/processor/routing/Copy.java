package dev.sandi.processor.routing;

import dev.sandi.processor.Processor;
import dev.sandi.processor.ProcessorProperties;
import dev.sandi.processor.ProcessorProperties.Ambiguous;
import dev.sandi.processor.gateway.GatewayKind;
import dev.sandi.processor.gateway.ReadSettings;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.springframework.beans.factory.support.StaticListableBeanFactory;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.transaction.support.TransactionTemplate;

/** Definitions as a copy of the service has them, which only shares the database with others. */
final class Copy {

  private Copy() {}

  static Definitions withoutFile() {
    return start("", "simulator");
  }

  static Definitions withFile(String content) {
    return start(write(content).toString(), "simulator");
  }

  static Definitions withUsual(String gateway) {
    return start("", gateway);
  }

  static Path write(String content) {
    try {
      Path file = Files.createTempFile("gateways", ".yaml");
      file.toFile().deleteOnExit();
      return Files.writeString(file, content);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static GatewaysFile file(String path) {
    GatewaysFile file = new GatewaysFile(new RoutingProperties(path), new Notation());
    file.check(kinds());
    return file;
  }

  private static GatewayKinds kinds() {
    StaticListableBeanFactory beans = new StaticListableBeanFactory();
    beans.addBean("fake", new FakeKind(new ReadSettings()));
    return new GatewayKinds(beans.getBeanProvider(GatewayKind.class));
  }

  private static Definitions start(String path, String usual) {
    Notation notation = new Notation();
    return new Definitions(
        new StoredDefinitions(Processor.shared().bean(JdbcTemplate.class), notation),
        file(path),
        kinds(),
        Processor.shared().bean(TransactionTemplate.class),
        new StaticListableBeanFactory().getBeanProvider(ExpectedReports.class),
        new ProcessorProperties(
            usual,
            500,
            Duration.ofSeconds(30),
            Duration.ofSeconds(3),
            0.3,
            Ambiguous.RESEND,
            Duration.ofDays(30)));
  }
}
