package dev.sandi.ingress.app;

import dev.sandi.crypto.Pem;
import dev.sandi.crypto.Sealer;
import dev.sandi.event.AppChanged.CallbackTls;
import dev.sandi.ingress.admin.AdminCall;
import dev.sandi.ingress.admin.JsonFields;
import dev.sandi.ingress.request.JsonBody;
import dev.sandi.value.AppId;
import jakarta.servlet.http.HttpServletRequest;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RestController;

/**
 * {@code /admin/v1/apps/{app}/callback-tls}: whom an app's callbacks trust, and what they show to
 * servers that ask for a certificate.
 */
@RestController
final class CallbackTlsController implements CallbackTlsApi {

  private static final String PATH = "/admin/v1/apps/{app}/callback-tls";
  private static final CallbackTls NONE = new CallbackTls(null, null, null);

  private final StoredApps apps;
  private final ChangeApps changes;
  private final Sealer sealer;

  CallbackTlsController(StoredApps apps, ChangeApps changes, Sealer sealer) {
    this.apps = apps;
    this.changes = changes;
    this.sealer = sealer;
  }

  /**
   * How an app's callbacks connect.
   *
   * @param authorities trusted beside those of the installation
   * @param certificate shown to servers that ask for one, with those behind it; none if it is the
   *     installation's
   */
  record CallbackTlsView(List<CertificateView> authorities, List<CertificateView> certificate) {

    static CallbackTlsView of(@Nullable CallbackTls tls) {
      return new CallbackTlsView(
          CertificateView.of(tls == null ? null : tls.authorities()),
          CertificateView.of(tls == null ? null : tls.certificate()));
    }
  }

  /**
   * A certificate.
   *
   * @param sha256 of its DER form, in hexadecimal
   */
  record CertificateView(
      String subject, String issuer, Instant notBefore, Instant notAfter, String sha256) {

    static List<CertificateView> of(@Nullable String pem) {
      return pem == null
          ? List.of()
          : Pem.certificates(pem).stream().map(CertificateView::of).toList();
    }

    static CertificateView of(X509Certificate certificate) {
      return new CertificateView(
          certificate.getSubjectX500Principal().getName(),
          certificate.getIssuerX500Principal().getName(),
          certificate.getNotBefore().toInstant(),
          certificate.getNotAfter().toInstant(),
          sha256(certificate));
    }

    private static String sha256(X509Certificate certificate) {
      try {
        byte[] digest = MessageDigest.getInstance("SHA-256").digest(certificate.getEncoded());
        return HexFormat.of().formatHex(digest);
      } catch (NoSuchAlgorithmException | CertificateEncodingException e) {
        throw new IllegalStateException("What was stored of a certificate has no digest", e);
      }
    }
  }

  @Override
  @GetMapping(path = PATH, produces = MediaType.APPLICATION_JSON_VALUE)
  public CallbackTlsView find(@PathVariable("app") String app) {
    return CallbackTlsView.of(
        apps.find(ChangeApps.id(app)).orElseThrow(ChangeApps::notFound).callbackTls());
  }

  @Override
  @PutMapping(
      path = PATH + "/authorities",
      consumes = MediaType.APPLICATION_JSON_VALUE,
      produces = MediaType.APPLICATION_JSON_VALUE)
  public CallbackTlsView trust(HttpServletRequest http, @PathVariable("app") String app) {
    JsonFields fields = JsonFields.of(JsonBody.of(http));
    List<X509Certificate> authorities =
        ReadCertificates.authorities(fields, changes.now()).orElse(List.of());
    fields.end();
    return change(
        http,
        app,
        Map.of(
            "app",
            app,
            "callback_authorities",
            authorities.stream().map(CertificateView::of).toList()),
        before ->
            new CallbackTls(Pem.of(authorities), before.certificate(), before.sealedPrivateKey()));
  }

  @Override
  @DeleteMapping(PATH + "/authorities")
  public ResponseEntity<Void> trustNoMore(
      HttpServletRequest http, @PathVariable("app") String app) {
    change(
        http,
        app,
        Map.of("app", app, "callback_authorities", List.of()),
        before -> new CallbackTls(null, before.certificate(), before.sealedPrivateKey()));
    return ResponseEntity.noContent().build();
  }

  @Override
  @PutMapping(
      path = PATH + "/certificate",
      consumes = MediaType.APPLICATION_JSON_VALUE,
      produces = MediaType.APPLICATION_JSON_VALUE)
  public CallbackTlsView show(HttpServletRequest http, @PathVariable("app") String app) {
    AppId id = ChangeApps.id(app);
    JsonFields fields = JsonFields.of(JsonBody.of(http));
    ReadCertificates.Own own = ReadCertificates.certificate(fields, changes.now()).orElse(null);
    fields.end();
    if (own == null) {
      throw new IllegalStateException("A certificate that is absent was not told");
    }
    String sealed = sealer.seal(Pem.of(own.key()), CallbackTls.context(id));
    return change(
        http,
        app,
        Map.of(
            "app",
            app,
            "callback_certificate",
            own.chain().stream().map(CertificateView::of).toList()),
        before -> new CallbackTls(before.authorities(), Pem.of(own.chain()), sealed));
  }

  @Override
  @DeleteMapping(PATH + "/certificate")
  public ResponseEntity<Void> showNoMore(HttpServletRequest http, @PathVariable("app") String app) {
    change(
        http,
        app,
        Map.of("app", app, "callback_certificate", List.of()),
        before -> new CallbackTls(before.authorities(), null, null));
    return ResponseEntity.noContent().build();
  }

  private CallbackTlsView change(
      HttpServletRequest http, String app, Map<String, ?> what, UnaryOperator<CallbackTls> change) {
    return CallbackTlsView.of(
        changes
            .change(
                ChangeApps.id(app),
                AdminCall.of(http),
                before -> {
                  CallbackTls was = before.callbackTls();
                  CallbackTls after = change.apply(was == null ? NONE : was);
                  return new ChangeApps.Change(
                      before.withCallbackTls(after.equals(NONE) ? null : after), what);
                })
            .callbackTls());
  }
}
