package dev.sandi.ingress.admin;

import dev.sandi.ingress.problem.Fault;
import dev.sandi.ingress.problem.Refusal;
import java.util.ArrayList;
import java.util.List;

/** What is wrong with the fields of a call: all of it, and not only the first. */
public final class FieldErrors {

  /**
   * One rule that was broken.
   *
   * @param field a path such as {@code limits.per_day}
   */
  public record FieldError(String field, String message) {}

  private static final int MOST = 100;

  private final List<FieldError> errors = new ArrayList<>();

  /** Adds one; the message must not repeat a value. */
  public FieldErrors add(String field, String message) {
    if (errors.size() < MOST) {
      errors.add(new FieldError(field, message));
    }
    return this;
  }

  public boolean isEmpty() {
    return errors.isEmpty();
  }

  /**
   * Ends the call if anything is wrong.
   *
   * @throws Refusal 422
   */
  public void throwIfAny() {
    if (!errors.isEmpty()) {
      throw refusal(422);
    }
  }

  /** What to answer. */
  public Refusal refusal(int status) {
    Fault fault = status == 400 ? Fault.INVALID_PARAMETERS : Fault.INVALID_FIELDS;
    return fault.refusal(errors.get(0).message()).detail("errors", List.copyOf(errors));
  }

  /** What to answer if it is a fault with one message. */
  public Refusal refusal(Fault fault) {
    return fault.refusal().detail("errors", List.copyOf(errors));
  }
}
