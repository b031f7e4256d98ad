package dev.sandi.ingress.delivery;

import dev.sandi.ingress.admin.AdminCall;
import dev.sandi.ingress.admin.JsonFields;
import dev.sandi.ingress.admin.Page;
import dev.sandi.ingress.admin.Paging;
import dev.sandi.ingress.problem.Fault;
import dev.sandi.ingress.request.JsonBody;
import dev.sandi.value.AppId;
import dev.sandi.value.InvalidValueException;
import jakarta.servlet.http.HttpServletRequest;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.regex.Pattern;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.json.JsonMapper;

/** {@code /admin/v1/deliveries}: what became of callbacks; and callbacks for a test. */
@RestController
final class DeliveriesController implements DeliveriesApi {

  private static final List<String> FILTERS =
      List.of("app", "session", "type", "state", "host", "from", "to");

  /** What becomes part of the path that the dispatcher is asked by. */
  private static final Pattern ID =
      Pattern.compile("[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}");

  private static final int LONGEST_URL = 2048;
  private static final int LONGEST_TYPE = 64;

  private final AskAboutDeliveries dispatcher;

  DeliveriesController(AskAboutDeliveries dispatcher) {
    this.dispatcher = dispatcher;
  }

  @Override
  @GetMapping(path = "/admin/v1/deliveries", produces = MediaType.APPLICATION_JSON_VALUE)
  public Page<DeliveryViews.Delivery> list(HttpServletRequest http) {
    Paging paging = Paging.of(http);
    UUID before = paging.afterId();
    StringBuilder path = new StringBuilder("/deliveries?limit=" + paging.limit());
    if (before != null) {
      path.append("&before=").append(before);
    }
    for (String name : FILTERS) {
      String value = http.getParameter(name);
      if (value != null && !value.isEmpty()) {
        path.append('&').append(name).append('=');
        path.append(URLEncoder.encode(value, StandardCharsets.UTF_8));
      }
    }
    DeliveryViews.Deliveries found =
        dispatcher.look(path.toString(), DeliveryViews.Deliveries.class);
    return new Page<>(
        found.deliveries(), found.next() == null ? null : Paging.cursor(found.next()));
  }

  @Override
  @GetMapping(path = "/admin/v1/deliveries/{delivery}", produces = MediaType.APPLICATION_JSON_VALUE)
  public DeliveryViews.Delivery find(@PathVariable("delivery") String delivery) {
    if (!ID.matcher(delivery).matches()) {
      throw Fault.DELIVERY_NOT_FOUND.refusal();
    }
    return dispatcher.look("/deliveries/" + delivery, DeliveryViews.Delivery.class);
  }

  @Override
  @PostMapping(
      path = "/admin/v1/apps/{app}/test-deliveries",
      consumes = MediaType.APPLICATION_JSON_VALUE,
      produces = MediaType.APPLICATION_JSON_VALUE)
  public DeliveryViews.TestDelivery test(HttpServletRequest http, @PathVariable("app") String app) {
    JsonFields fields = JsonFields.of(JsonBody.of(http));
    Map<String, String> wanted = new LinkedHashMap<>();
    fields.require("url");
    fields.text("url", 1, LONGEST_URL).ifPresent(url -> wanted.put("url", url));
    fields.text("type", 1, LONGEST_TYPE).ifPresent(type -> wanted.put("type", type));
    fields.end();
    DeliveryViews.TestDelivery tested =
        dispatcher.call(
            "/apps/" + known(app) + "/test-deliveries",
            JsonMapper.shared().writeValueAsBytes(wanted),
            DeliveryViews.TestDelivery.class);
    Map<String, Object> what = new LinkedHashMap<>();
    what.put("app", app);
    what.put("called", tested.request() == null ? "nobody" : tested.request().url());
    AdminCall.of(http).changes(what);
    return tested;
  }

  private static String known(String app) {
    try {
      return new AppId(app).value();
    } catch (InvalidValueException e) {
      throw Fault.APP_NOT_FOUND.refusal();
    }
  }
}
