package dev.sandi.trace;

import org.springframework.context.annotation.Condition;
import org.springframework.context.annotation.ConditionContext;
import org.springframework.core.env.Environment;
import org.springframework.core.type.AnnotatedTypeMetadata;

/** Whether somebody has said where spans go. */
final class TracingIsOn implements Condition {

  @Override
  public boolean matches(ConditionContext context, AnnotatedTypeMetadata metadata) {
    return in(context.getEnvironment());
  }

  static boolean in(Environment environment) {
    return TracingProperties.isOn(environment.getProperty(TracingProperties.ENDPOINT));
  }
}
