package dev.sandi.ingress.admission;

/** What became of a request that was admitted. */
sealed interface Settlement {

  Decision.Ticket ticket();

  /** It is published. Told only of requests with a key: their answer is now the one to repeat. */
  record Done(Decision.Ticket ticket) implements Settlement {}

  /** It is not: what it took is given back. Giving back twice gives back once. */
  record GivenBack(Decision.Ticket ticket) implements Settlement {}
}
