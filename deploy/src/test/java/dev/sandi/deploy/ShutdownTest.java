package dev.sandi.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

class ShutdownTest {

  private final Shutdown shutdown = new Shutdown();
  private final List<Stage> stopped = new CopyOnWriteArrayList<>();

  @Test
  void goesFromTheEdgeToTheDatabaseWhateverWasStartedFirst() {
    // Given
    for (var stage : List.of(Stage.POSTGRES, Stage.PROCESSOR, Stage.KAFKA, Stage.INGRESS)) {
      shutdown.add(stage, () -> stopped.add(stage));
    }

    // When
    shutdown.run();

    // Then
    assertThat(stopped)
        .containsExactly(Stage.INGRESS, Stage.PROCESSOR, Stage.KAFKA, Stage.POSTGRES);
  }

  @Test
  void doesNotWaitForeverForAnyPart() {
    // Given
    shutdown.add(Stage.INGRESS, () -> new CountDownLatch(1).await());
    shutdown.add(Stage.POSTGRES, () -> stopped.add(Stage.POSTGRES));
    var start = System.nanoTime();

    // When
    shutdown.run();

    // Then
    assertThat(stopped).containsExactly(Stage.POSTGRES);
    assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(3));
  }

  @Test
  void stopsTheOthersWhenOneFailsToStop() {
    // Given
    shutdown.add(
        Stage.KAFKA,
        () -> {
          throw new IllegalStateException("stuck");
        });
    shutdown.add(Stage.POSTGRES, () -> stopped.add(Stage.POSTGRES));

    // When
    shutdown.run();

    // Then
    assertThat(stopped).containsExactly(Stage.POSTGRES);
  }

  @Test
  void stopsAtOnceWhatIsReadyTooLate() {
    // Given
    shutdown.run();

    // When
    shutdown.add(Stage.INGRESS, () -> stopped.add(Stage.INGRESS));

    // Then
    assertThat(stopped).containsExactly(Stage.INGRESS);
    assertThat(shutdown.hasBegun()).isTrue();
  }
}
