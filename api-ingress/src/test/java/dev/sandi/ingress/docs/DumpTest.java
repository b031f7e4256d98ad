package dev.sandi.ingress.docs;

import dev.sandi.ingress.testing.Answer;
import dev.sandi.ingress.testing.Ingress;
import dev.sandi.testing.RequiresInfrastructure;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

@RequiresInfrastructure
class DumpTest {
  @Test
  void dump() throws Exception {
    var customer = Ingress.shared().customer();
    for (String path :
        new String[] {
          "/v3/api-docs",
          "/v3/api-docs/admin",
          "/v3/api-docs/swagger-config",
          "/v3/api-docs.yaml",
          "/swagger-ui.html",
          "/v3/api-docs/x"
        }) {
      long t = System.nanoTime();
      Answer a = customer.get(path);
      System.out.println(
          "DUMP "
              + path
              + " "
              + a.status()
              + " "
              + a.headers().map()
              + " "
              + (System.nanoTime() - t) / 1000000
              + " ms "
              + a.body().length());
      Files.writeString(Path.of("/tmp/front/doc" + path.replace('/', '_')), a.body());
    }
  }
}
