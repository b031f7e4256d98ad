package dev.sandi.crypto;

import dev.sandi.value.InvalidValueException;
import dev.sandi.value.Secret;
import java.io.ByteArrayInputStream;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Certificates and private keys in PEM (RFC 7468). What is around their blocks is skipped. */
public final class Pem {

  private static final Pattern BLOCK =
      Pattern.compile("-----BEGIN ([A-Z0-9 ]+)-----([^-]*)-----END \\1-----");

  private static final Base64.Encoder BASE64 = Base64.getMimeEncoder(64, new byte[] {'\n'});
  private static final String CERTIFICATE = "CERTIFICATE";
  private static final String PRIVATE_KEY = "PRIVATE KEY";
  private static final List<String> ALGORITHMS = List.of("EC", "RSA", "Ed25519");

  private static final class Block {

    private final String label;
    private final byte[] bytes;

    private Block(String label, byte[] bytes) {
      this.label = label;
      this.bytes = bytes;
    }
  }

  private Pem() {}

  /**
   * Reads certificates.
   *
   * @throws InvalidValueException if there is none, or anything else; the message continues a
   *     sentence that begins with a name
   */
  public static List<X509Certificate> certificates(String text) {
    List<X509Certificate> certificates = new ArrayList<>();
    for (Block block : blocks(text)) {
      if (block.label.endsWith(PRIVATE_KEY)) {
        throw new InvalidValueException("should not contain a private key");
      }
      if (!block.label.equals(CERTIFICATE)) {
        throw new InvalidValueException("should contain nothing but certificates");
      }
      certificates.add(certificate(block.bytes));
    }
    if (certificates.isEmpty()) {
      throw new InvalidValueException("should be PEM: -----BEGIN CERTIFICATE----- and so on");
    }
    return List.copyOf(certificates);
  }

  /** Writes certificates, one after the other. */
  public static String of(List<X509Certificate> certificates) {
    StringBuilder text = new StringBuilder();
    try {
      for (X509Certificate certificate : certificates) {
        text.append("-----BEGIN CERTIFICATE-----\n")
            .append(BASE64.encodeToString(certificate.getEncoded()))
            .append("\n-----END CERTIFICATE-----\n");
      }
      return text.toString();
    } catch (CertificateException e) {
      throw new IllegalArgumentException("A certificate has no encoding", e);
    }
  }

  /**
   * Reads one private key: PKCS #8, not encrypted, for RSA, EC or Ed25519.
   *
   * @throws InvalidValueException if it is none; the message, which never contains it, continues a
   *     sentence that begins with a name
   */
  public static PrivateKey privateKey(Secret text) {
    List<Block> blocks = blocks(text.reveal());
    if (blocks.size() != 1) {
      throw new InvalidValueException("should be one key in PEM: -----BEGIN PRIVATE KEY-----");
    }
    String label = blocks.get(0).label;
    if (label.startsWith("ENCRYPTED")) {
      throw new InvalidValueException("should not be encrypted: it is sealed here");
    }
    if (!label.equals(PRIVATE_KEY)) {
      throw new InvalidValueException(
          label.endsWith(PRIVATE_KEY)
              ? "should be in PKCS #8, as openssl pkcs8 -topk8 -nocrypt writes it"
              : "should be a private key");
    }
    PKCS8EncodedKeySpec encoded = new PKCS8EncodedKeySpec(blocks.get(0).bytes);
    for (String algorithm : ALGORITHMS) {
      try {
        return KeyFactory.getInstance(algorithm).generatePrivate(encoded);
      } catch (InvalidKeySpecException e) {
        // Of another algorithm, or none: told below.
      } catch (GeneralSecurityException e) {
        throw new IllegalStateException(algorithm + " is part of every Java runtime", e);
      }
    }
    throw new InvalidValueException("should be a key for RSA, EC or Ed25519");
  }

  /** Writes a private key, not encrypted. */
  public static Secret of(PrivateKey key) {
    return Secret.of(
        "-----BEGIN PRIVATE KEY-----\n"
            + BASE64.encodeToString(key.getEncoded())
            + "\n-----END PRIVATE KEY-----\n");
  }

  /** Whether a private key is the one of a certificate: what it signs, that verifies. */
  public static boolean belongs(PrivateKey key, X509Certificate certificate) {
    String algorithm =
        switch (key.getAlgorithm()) {
          case "RSA" -> "SHA256withRSA";
          case "EC" -> "SHA256withECDSA";
          default -> "Ed25519";
        };
    try {
      Signature signature = Signature.getInstance(algorithm);
      signature.initSign(key);
      signature.update(certificate.getPublicKey().getEncoded());
      byte[] signed = signature.sign();
      signature.initVerify(certificate.getPublicKey());
      signature.update(certificate.getPublicKey().getEncoded());
      return signature.verify(signed);
    } catch (GeneralSecurityException e) {
      // A key of another algorithm.
      return false;
    }
  }

  private static X509Certificate certificate(byte[] bytes) {
    try {
      return (X509Certificate)
          CertificateFactory.getInstance("X.509")
              .generateCertificate(new ByteArrayInputStream(bytes));
    } catch (CertificateException e) {
      // Its message quotes what was read.
      throw new InvalidValueException("should be certificates (X.509), and one cannot be read");
    }
  }

  private static List<Block> blocks(String text) {
    List<Block> blocks = new ArrayList<>();
    Matcher block = BLOCK.matcher(text);
    while (block.find()) {
      try {
        blocks.add(
            new Block(
                block.group(1), Base64.getDecoder().decode(block.group(2).replaceAll("\\s", ""))));
      } catch (IllegalArgumentException e) {
        // The old form of an encrypted key has headers; its label tells what it is.
        blocks.add(new Block(block.group(1), new byte[0]));
      }
    }
    return blocks;
  }
}
