package dev.sandi.testing;

import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;

/** One service, as its {@code main} starts it, on a free port of this JVM. */
public final class RunningService implements AutoCloseable {

  /** 32 bytes each, for tests only. */
  public static final String SEALING_KEYS = "t1:c2FuZGktdGVzdC1zZWFsaW5nLWtleS0zMi1ieXRlcyE=";

  public static final String MAC_KEYS = "t1:c2FuZGktdGVzdC1jb2RlLW1hYy1rZXktMzItYnl0ZXM=";
  public static final String INTERNAL_TOKEN = "internal-token-of-the-tests";

  private final ConfigurableApplicationContext context;

  private RunningService(ConfigurableApplicationContext context) {
    this.context = context;
  }

  /**
   * Starts a service.
   *
   * @param properties what this test sets beside the common ones; they win
   */
  public static RunningService start(
      SpringApplicationBuilder application,
      String jdbcUrl,
      String bootstrapServers,
      Map<String, String> properties) {
    List<String> arguments = new ArrayList<>();
    arguments.add("--server.port=0");
    arguments.add("--spring.datasource.url=" + jdbcUrl);
    arguments.add("--spring.datasource.password=sandi");
    arguments.add("--spring.kafka.bootstrap-servers=" + bootstrapServers);
    arguments.add("--sandi.partitions=3");
    arguments.add("--sandi.keys.sealing=" + SEALING_KEYS);
    arguments.add("--sandi.keys.mac=" + MAC_KEYS);
    arguments.add("--sandi.internal-token=" + INTERNAL_TOKEN);
    properties.forEach((name, value) -> arguments.add("--" + name + "=" + value));
    return new RunningService(
        application.registerShutdownHook(false).run(arguments.toArray(String[]::new)));
  }

  public int port() {
    return context.getEnvironment().getRequiredProperty("local.server.port", Integer.class);
  }

  public URI uri(String path) {
    return URI.create("http://localhost:" + port() + path);
  }

  public <T> T bean(Class<T> type) {
    return context.getBean(type);
  }

  @Override
  public void close() {
    context.close();
  }
}
