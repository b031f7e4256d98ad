package dev.sandi.testing;

import java.net.URI;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
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
    Map<String, String> all = new LinkedHashMap<>();
    all.put("server.port", "0");
    all.put("spring.datasource.url", jdbcUrl);
    all.put("spring.datasource.password", "sandi");
    all.put("spring.kafka.bootstrap-servers", bootstrapServers);
    all.put("sandi.partitions", "3");
    // By it a copy hears that another has come or gone: tests with several would wait for seconds.
    all.put("spring.kafka.consumer.properties.heartbeat.interval.ms", "200");
    all.put("sandi.keys.sealing", SEALING_KEYS);
    all.put("sandi.keys.mac", MAC_KEYS);
    all.put("sandi.internal-token", INTERNAL_TOKEN);
    all.putAll(properties);
    return new RunningService(
        application
            .registerShutdownHook(false)
            .run(
                all.entrySet().stream()
                    .map(property -> "--" + property.getKey() + "=" + property.getValue())
                    .toArray(String[]::new)));
  }

  public int port() {
    return context.getEnvironment().getRequiredProperty("local.server.port", Integer.class);
  }

  public URI uri(String path) {
    return URI.create("http://localhost:" + port() + path);
  }

  /** Of what operators see, which may be on a port of its own. */
  public URI managementUri(String path) {
    return URI.create(
        "http://localhost:"
            + context.getEnvironment().getRequiredProperty("local.management.port")
            + path);
  }

  public <T> T bean(Class<T> type) {
    return context.getBean(type);
  }

  /** The classes of all beans, by name. */
  public List<String> typesOfBeans() {
    return Arrays.stream(context.getBeanDefinitionNames())
        .flatMap(name -> Stream.ofNullable(context.getType(name)))
        .map(Class::getName)
        .toList();
  }

  /** All beans of a type of which there are several. */
  public <T> Collection<T> beans(Class<T> type) {
    return context.getBeansOfType(type).values();
  }

  @Override
  public void close() {
    context.close();
  }
}
