package dev.sandi.ingress.docs;

import dev.sandi.ingress.testing.Answer;
import dev.sandi.ingress.testing.Ingress;
import dev.sandi.testing.RequiresInfrastructure;
import org.junit.jupiter.api.Test;

@RequiresInfrastructure
class DumpTest {
  @Test
  void dump() throws Exception {
    var customer = Ingress.shared().customer();
    for (String path :
        new String[] {
          "/docs",
          "/docs/",
          "/docs/index.html",
          "/docs/start.js",
          "/docs/swagger-ui-bundle.js",
          "/docs/swagger-ui.css",
          "/docs/swagger-ui-standalone-preset.js",
          "/docs/x",
          "/docs/..%2fapi-ingress.yml",
          "/v3/api-docs"
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
    }
    System.out.println("DUMP port " + Ingress.shared().port());
    if (System.getenv("HOLD") != null) Thread.sleep(Long.parseLong(System.getenv("HOLD")) * 1000);
  }
}
