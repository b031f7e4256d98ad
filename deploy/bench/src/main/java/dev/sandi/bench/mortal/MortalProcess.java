package dev.sandi.bench.mortal;

import dev.sandi.bench.BenchmarkFailure;
import dev.sandi.bench.ChildProcess;
import dev.sandi.dispatcher.CallbackDispatcherApplication;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.kafka.autoconfigure.DefaultKafkaConsumerFactoryCustomizer;
import org.springframework.boot.kafka.autoconfigure.DefaultKafkaProducerFactoryCustomizer;
import org.springframework.context.ApplicationContextInitializer;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.support.GenericApplicationContext;
import reactor.netty.resources.LoopResources;

/** A JVM that runs one dispatcher after the other, each until its end. */
public final class MortalProcess {

  private static final long LONGEST_SECONDS = 10;

  private final List<String> settings;

  private MortalProcess(List<String> settings) {
    this.settings = settings;
  }

  /**
   * Runs until the standard input ends. A line {@code <address> <steps>} starts a dispatcher that
   * calls from the address, tells when it is ready, and tells when it died and of what: after so
   * many steps, or ten seconds; if the steps are 0, it lives until the process is killed.
   *
   * @param args the dispatcher's settings, as its {@code main} takes them
   */
  public static void main(String[] args) {
    MortalProcess process = new MortalProcess(List.of(args));
    ChildProcess.tell("");
    ChildProcess.answer(process::live);
    Runtime.getRuntime().halt(0);
  }

  private String live(String line) {
    String[] words = line.split(" ", 2);
    long steps = Long.parseLong(words[1]);
    Life life = Life.begin(words[0], words[0]);
    ConfigurableApplicationContext dispatcher = start(life);
    ChildProcess.tell("ready");
    try {
      life.endAfter(steps == 0 ? Long.MAX_VALUE : steps);
      life.awaitEnd(steps == 0 ? Integer.MAX_VALUE : LONGEST_SECONDS, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new BenchmarkFailure("The run was interrupted.", e);
    }
    // Nothing that it does reaches anybody; its memory is needed.
    Thread burial = new Thread(dispatcher::close, "burial");
    burial.setDaemon(true);
    burial.start();
    return life.diedAt() + " " + life.diedOf();
  }

  private ConfigurableApplicationContext start(Life life) {
    SpringApplicationBuilder application =
        CallbackDispatcherApplication.application().registerShutdownHook(false);
    ApplicationContextInitializer<GenericApplicationContext> mortal =
        context -> {
          context.registerBean(
              DefaultKafkaConsumerFactoryCustomizer.class,
              () ->
                  factory ->
                      factory.addPostProcessor(consumer -> MortalKafka.mortal(consumer, life)));
          context.registerBean(
              DefaultKafkaProducerFactoryCustomizer.class,
              () ->
                  factory ->
                      factory.addPostProcessor(producer -> MortalKafka.mortal(producer, life)));
          context.getBeanFactory().addBeanPostProcessor(loops(life));
        };
    List<String> arguments = new ArrayList<>(settings);
    String database = "--spring.datasource.hikari.data-source-properties.";
    arguments.removeIf(argument -> argument.startsWith(database));
    arguments.add(database + "socketFactory=" + MortalSockets.class.getName());
    arguments.add(database + "socketFactoryArg=" + life.address());
    return application.initializers(mortal).run(arguments.toArray(String[]::new));
  }

  private static BeanPostProcessor loops(Life life) {
    return new BeanPostProcessor() {
      @Override
      public Object postProcessAfterInitialization(Object bean, String name) {
        return bean instanceof LoopResources loops ? new MortalLoops(loops, life) : bean;
      }
    };
  }
}
