package dev.sandi.ingress.erasure;

import dev.sandi.ingress.admin.AdminCall;
import dev.sandi.ingress.admin.JsonFields;
import dev.sandi.ingress.admin.Page;
import dev.sandi.ingress.admin.Paging;
import dev.sandi.ingress.erasure.Receipts.Receipt;
import dev.sandi.ingress.problem.Fault;
import dev.sandi.ingress.request.JsonBody;
import dev.sandi.runtime.WakeableLoop;
import dev.sandi.value.PhoneNumber;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Optional;
import java.util.UUID;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;

/** {@code /admin/v1/erasures}. */
@RestController
final class ErasuresController implements ErasuresApi {

  private final BeginErasure begin;
  private final Receipts receipts;
  private final WakeableLoop loop;

  ErasuresController(
      BeginErasure begin, Receipts receipts, @Qualifier("erasureLoop") WakeableLoop loop) {
    this.begin = begin;
    this.receipts = receipts;
    this.loop = loop;
  }

  @Override
  @PostMapping(
      path = "/admin/v1/erasures",
      consumes = MediaType.APPLICATION_JSON_VALUE,
      produces = MediaType.APPLICATION_JSON_VALUE)
  public ResponseEntity<Receipt> begin(HttpServletRequest http) {
    JsonFields fields = JsonFields.of(JsonBody.of(http));
    fields.require("msisdn");
    Optional<PhoneNumber> msisdn = fields.parsed("msisdn", PhoneNumber::of);
    fields.end();
    UUID id = begin.begin(msisdn.orElseThrow(), AdminCall.of(http));
    loop.wake();
    return ResponseEntity.accepted()
        .contentType(MediaType.APPLICATION_JSON)
        .body(receipts.find(id).orElseThrow(Fault.ERASURE_NOT_FOUND::refusal));
  }

  @Override
  @GetMapping(path = "/admin/v1/erasures", produces = MediaType.APPLICATION_JSON_VALUE)
  public Page<Receipt> list(HttpServletRequest http) {
    Paging paging = Paging.of(http);
    return paging.page(
        receipts.page(paging.afterId(), paging.rows()), receipt -> receipt.id().toString());
  }

  @Override
  @GetMapping(path = "/admin/v1/erasures/{erasure}", produces = MediaType.APPLICATION_JSON_VALUE)
  public Receipt find(@PathVariable("erasure") String erasure) {
    return id(erasure).flatMap(receipts::find).orElseThrow(Fault.ERASURE_NOT_FOUND::refusal);
  }

  private static Optional<UUID> id(String text) {
    try {
      return Optional.of(UUID.fromString(text));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }
}
