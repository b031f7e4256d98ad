package dev.sandi.testing;

import static org.junit.jupiter.api.extension.ConditionEvaluationResult.disabled;
import static org.junit.jupiter.api.extension.ConditionEvaluationResult.enabled;

import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtensionContext;

/** Asks for Docker only when it is needed. */
final class InfrastructureCondition implements ExecutionCondition {

  @Override
  public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
    if (!Infrastructure.inContainers()) {
      return enabled("broker and database are embedded");
    }
    return Infrastructure.isAvailable()
        ? enabled("Docker is here")
        : disabled(
            "SKIPPED: -Dsandi.infra=containers needs Docker, which does not answer; leave it out to test with the embedded broker and database");
  }
}
