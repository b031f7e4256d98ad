package dev.sandi.processor.sending;

import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * Chooses among the gateways of a message, which are in its order, by how each is at this moment.
 */
final class ChooseGateway {

  private final Function<String, Optional<RunningGateway>> gateways;

  /**
   * @param gateways those that are open, by their names
   */
  ChooseGateway(Function<String, Optional<RunningGateway>> gateways) {
    this.gateways = gateways;
  }

  /**
   * The one for a new message: the first that is well, or that is to be tried whether it is back.
   * Where none is, the first that takes messages at least; and then the first that is open.
   *
   * @param delivers whether messages of a gateway arrive; one of whose messages few do comes last
   */
  Optional<String> first(List<String> order, Predicate<String> delivers) {
    boolean stuck = find(order, this::isUsable).isEmpty();
    Optional<String> chosen =
        find(order, name -> wantsProbe(name, stuck) || (isUsable(name) && delivers.test(name)))
            .or(() -> find(order, this::isUsable))
            .or(() -> find(order, this::isTaking))
            .or(() -> find(order, this::isOpen));
    chosen.ifPresent(
        name ->
            order.subList(0, order.indexOf(name)).stream()
                .flatMap(passed -> gateways.apply(passed).stream())
                .forEach(RunningGateway::passedOver));
    return chosen;
  }

  /**
   * Another one, of those that were not tried in vain. Where none is well, a message tries whether
   * one is back: of gateways that come second nobody else would. One that takes messages, though
   * few arrive, is better than one that does not.
   */
  Optional<String> other(List<String> order, String than, List<String> tried) {
    List<String> left = order.stream().filter(name -> !tried.contains(name)).toList();
    List<String> others = left.stream().filter(name -> !name.equals(than)).toList();
    boolean stuck = find(left, this::isUsable).isEmpty();
    return find(others, this::isUsable)
        .or(() -> find(others, name -> wantsProbe(name, stuck)))
        .or(() -> isTaking(than) ? Optional.empty() : find(others, this::isTaking));
  }

  /** One that was not tried in vain, well or not. */
  Optional<String> untried(List<String> order, List<String> tried) {
    List<String> left = order.stream().filter(name -> !tried.contains(name)).toList();
    return find(left, this::isUsable)
        .or(() -> find(left, this::isTaking))
        .or(() -> find(left, this::isOpen));
  }

  private static Optional<String> find(List<String> order, Predicate<String> suitable) {
    return order.stream().filter(suitable).findFirst();
  }

  private boolean isUsable(String name) {
    return gateways.apply(name).filter(RunningGateway::isUsable).isPresent();
  }

  private boolean isTaking(String name) {
    return gateways.apply(name).filter(RunningGateway::isTaking).isPresent();
  }

  private boolean wantsProbe(String name, boolean stuck) {
    return gateways.apply(name).filter(gateway -> gateway.wantsProbe(stuck)).isPresent();
  }

  private boolean isOpen(String name) {
    return gateways.apply(name).isPresent();
  }
}
