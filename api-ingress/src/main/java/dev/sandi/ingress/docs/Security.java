package dev.sandi.ingress.docs;

import io.swagger.v3.oas.models.Components;
import io.swagger.v3.oas.models.security.SecurityScheme;

/** How callers show who they are. */
final class Security {

  static final String APP_ID = "App-ID";
  static final String API_KEY = "API-Key";
  static final String ADMIN_TOKEN = "Admin-Token";

  private Security() {}

  static Components app() {
    return new Components()
        .addSecuritySchemes(APP_ID, header(APP_ID, "The app's id, in local runs `demo`"))
        .addSecuritySchemes(API_KEY, header(API_KEY, "One of its keys, in local runs `demo-key`"));
  }

  static Components administrator() {
    return new Components()
        .addSecuritySchemes(
            ADMIN_TOKEN,
            new SecurityScheme()
                .type(SecurityScheme.Type.HTTP)
                .scheme("bearer")
                .description("`SANDI_ADMIN_TOKEN`, in local runs `local-admin`"));
  }

  private static SecurityScheme header(String name, String description) {
    return new SecurityScheme()
        .type(SecurityScheme.Type.APIKEY)
        .in(SecurityScheme.In.HEADER)
        .name(name)
        .description(description);
  }
}
