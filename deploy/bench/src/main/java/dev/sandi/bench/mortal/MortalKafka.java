package dev.sandi.bench.mortal;

import java.io.Closeable;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.Set;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.CloseOptions.GroupMembershipOperation;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.producer.Producer;
import org.jspecify.annotations.Nullable;

/** What one copy has to do with the broker. */
final class MortalKafka {

  private static final Set<String> STEPS_OF_CONSUMER = Set.of("poll", "commitSync", "commitAsync");

  private MortalKafka() {}

  /** A consumer that leaves its group without a word. */
  @SuppressWarnings("unchecked")
  static <K, V> Consumer<K, V> mortal(Consumer<K, V> consumer, Life life) {
    Closeable way = consumer::wakeup;
    life.opened(way);
    return (Consumer<K, V>)
        Proxy.newProxyInstance(
            Consumer.class.getClassLoader(),
            new Class<?>[] {Consumer.class},
            (proxy, method, arguments) -> {
              boolean step = STEPS_OF_CONSUMER.contains(method.getName());
              try {
                if (step) {
                  life.step("before a " + method.getName());
                }
                life.checkAlive();
                Object result = method.invoke(consumer, arguments);
                if (step) {
                  life.step("after a " + method.getName());
                }
                life.checkAlive();
                return result;
              } catch (InvocationTargetException e) {
                if (!life.isDead()) {
                  throw e.getCause();
                }
              } catch (DeadException e) {
                // Below.
              }
              return bury(consumer, method);
            });
  }

  /** Its place in the group is kept, as if nobody knew. */
  private static @Nullable Object bury(Consumer<?, ?> consumer, Method method) {
    if (method.getName().equals("poll") || method.getName().equals("close")) {
      consumer.close(
          CloseOptions.timeout(Duration.ZERO)
              .withGroupMembershipOperation(GroupMembershipOperation.REMAIN_IN_GROUP));
    }
    if (method.getReturnType().equals(void.class)) {
      return null;
    }
    // An error ends the container's thread.
    throw new LinkageError("dead");
  }

  @SuppressWarnings("unchecked")
  static <K, V> Producer<K, V> mortal(Producer<K, V> producer, Life life) {
    Closeable way = () -> producer.close(Duration.ZERO);
    life.opened(way);
    return (Producer<K, V>)
        Proxy.newProxyInstance(
            Producer.class.getClassLoader(),
            new Class<?>[] {Producer.class},
            (proxy, method, arguments) -> {
              if (method.getName().equals("send")) {
                life.step("before a record");
              }
              try {
                return method.invoke(producer, arguments);
              } catch (InvocationTargetException e) {
                throw e.getCause();
              }
            });
  }
}
