package dev.sandi.ingress.app;

import dev.sandi.ingress.admin.AdminCall;
import dev.sandi.ingress.admin.FieldErrors;
import dev.sandi.ingress.admin.JsonFields;
import dev.sandi.ingress.admin.Page;
import dev.sandi.ingress.problem.Fault;
import dev.sandi.ingress.request.JsonBody;
import dev.sandi.value.AppId;
import dev.sandi.value.InvalidValueException;
import dev.sandi.value.PhoneNumber;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RestController;

/** {@code /admin/v1/apps/{app}/test-numbers}: numbers of an app's own tests. */
@RestController
final class TestNumbersController implements TestNumbersApi {

  private static final int MOST = 100;

  private final StoredApps apps;
  private final ChangeApps changes;
  private final SealTestNumbers seal;

  TestNumbersController(StoredApps apps, ChangeApps changes, SealTestNumbers seal) {
    this.apps = apps;
    this.changes = changes;
    this.seal = seal;
  }

  /** A number, never with its code. */
  record TestNumberView(String msisdn, String outcome) {

    static TestNumberView of(StoredTestNumber number) {
      return new TestNumberView(number.msisdn().digits(), number.outcome());
    }
  }

  @Override
  @GetMapping(
      path = "/admin/v1/apps/{app}/test-numbers",
      produces = MediaType.APPLICATION_JSON_VALUE)
  public Page<TestNumberView> list(@PathVariable("app") String app) {
    return new Page<>(
        apps.find(ChangeApps.id(app)).orElseThrow(ChangeApps::notFound).testNumbers().stream()
            .map(TestNumberView::of)
            .toList(),
        null);
  }

  @Override
  @PutMapping(
      path = "/admin/v1/apps/{app}/test-numbers/{msisdn}",
      consumes = MediaType.APPLICATION_JSON_VALUE,
      produces = MediaType.APPLICATION_JSON_VALUE)
  public TestNumberView put(
      HttpServletRequest http,
      @PathVariable("app") String app,
      @PathVariable("msisdn") String number) {
    AppId id = ChangeApps.id(app);
    PhoneNumber msisdn = msisdn(number);
    JsonFields fields = JsonFields.of(JsonBody.of(http));
    List<StoredTestNumber> read = seal.read(fields, id, msisdn).stream().toList();
    fields.end();
    TestNumberView view = TestNumberView.of(read.get(0));
    changes.change(
        id,
        AdminCall.of(http),
        before -> {
          List<StoredTestNumber> after =
              Stream.concat(others(before, msisdn), read.stream())
                  .sorted(Comparator.comparing(each -> each.msisdn().digits()))
                  .toList();
          if (after.size() > MOST) {
            throw Fault.TOO_MANY_TEST_NUMBERS.refusal();
          }
          return new ChangeApps.Change(
              before.withTestNumbers(after), Map.of("app", app, "test_number_set", view));
        });
    return view;
  }

  @Override
  @DeleteMapping("/admin/v1/apps/{app}/test-numbers/{msisdn}")
  public ResponseEntity<Void> delete(
      HttpServletRequest http,
      @PathVariable("app") String app,
      @PathVariable("msisdn") String number) {
    PhoneNumber msisdn = msisdn(number);
    changes.change(
        ChangeApps.id(app),
        AdminCall.of(http),
        before ->
            new ChangeApps.Change(
                before.withTestNumbers(others(before, msisdn).toList()),
                Map.of("app", app, "test_number_deleted", msisdn.digits())));
    return ResponseEntity.noContent().build();
  }

  private static Stream<StoredTestNumber> others(StoredApp app, PhoneNumber msisdn) {
    return app.testNumbers().stream().filter(each -> !each.msisdn().equals(msisdn));
  }

  private static PhoneNumber msisdn(String text) {
    try {
      return PhoneNumber.of(text);
    } catch (InvalidValueException e) {
      throw new FieldErrors().add("msisdn", String.valueOf(e.getMessage())).refusal(422);
    }
  }
}
