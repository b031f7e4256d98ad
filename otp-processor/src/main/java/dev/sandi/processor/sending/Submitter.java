package dev.sandi.processor.sending;

import dev.sandi.messaging.MessagingConfiguration;
import dev.sandi.runtime.WakeableLoop;
import java.time.Duration;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;

/**
 * Runs the two halves of sending. On the way down the first half stops claiming, what is under way
 * is answered, and the second half records it, before the relay stops.
 */
@Component
public class Submitter implements SmartLifecycle {

  private static final Duration SAFETY_NET = Duration.ofSeconds(1);

  private final SubmitDueMessages submit;
  private final RecordOutcomes outcomes;
  private final RunningGateways gateways;
  private final WakeableLoop submitLoop;
  private final WakeableLoop recordLoop;
  private final WakeableLoop followLoop;
  private volatile boolean running;

  Submitter(SubmitDueMessages submit, RecordOutcomes outcomes, RunningGateways gateways) {
    this.submit = submit;
    this.outcomes = outcomes;
    this.gateways = gateways;
    this.submitLoop =
        new WakeableLoop("processor-submitter", SAFETY_NET, getPhase(), submit::submitDue);
    this.recordLoop =
        new WakeableLoop(
            "processor-recorder",
            SAFETY_NET,
            getPhase(),
            () -> {
              WakeableLoop.Next next = outcomes.recordWaiting();
              submitLoop.wake();
              return next;
            });
    outcomes.onAdded(recordLoop::wake);
    gateways.onRoom(submitLoop::wake);
    this.followLoop =
        new WakeableLoop("processor-gateways", SAFETY_NET, getPhase(), gateways::follow);
  }

  /** Something is due: a transaction that added messages has committed. */
  public void wake() {
    submitLoop.wake();
  }

  /** Something is due whose gateway is still to be chosen. */
  void route() {
    submit.lookForStranded();
    submitLoop.wake();
  }

  @Override
  public void start() {
    recordLoop.start();
    submitLoop.start();
    followLoop.start();
    running = true;
  }

  @Override
  public void stop() {
    running = false;
    followLoop.stop();
    submit.claimNothingMore();
    submitLoop.stop();
    submit.awaitSettled();
    // They wait for what is still with them: their last answers come before the recorder stops.
    gateways.closeAll();
    recordLoop.stop();
    outcomes.recordRest();
    submit.tellUnsettled();
  }

  @Override
  public boolean isRunning() {
    return running;
  }

  @Override
  public int getPhase() {
    return MessagingConfiguration.WORKERS_PHASE;
  }
}
