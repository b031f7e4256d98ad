package dev.sandi.processor.check;

import dev.sandi.value.SessionId;
import java.util.Map;
import org.springframework.context.annotation.Bean;

/** A check that fails in a way after which a consumer does not go on. */
public class BrokenBuild {

  @Bean
  Check brokenCheck() {
    return new Check() {
      @Override
      public String name() {
        return "broken";
      }

      @Override
      public Map<SessionId, Refusal> refuse(Batch batch) {
        throw new NoClassDefFoundError("of a test");
      }
    };
  }
}
