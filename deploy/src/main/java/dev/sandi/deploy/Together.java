package dev.sandi.deploy;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/** Things that start at the same time. */
final class Together {

  private Together() {}

  /** Waits for all, or for the first failure, which is thrown as it was. */
  static void await(CompletableFuture<?>... starting) {
    var failed = new CompletableFuture<Void>();
    for (var one : starting) {
      var unused =
          one.whenComplete(
              (started, failure) -> {
                if (failure != null) {
                  failed.completeExceptionally(failure);
                }
              });
    }
    try {
      CompletableFuture.anyOf(failed, CompletableFuture.allOf(starting)).join();
    } catch (CompletionException e) {
      throw e.getCause() instanceof RuntimeException cause ? cause : e;
    }
  }
}
