package dev.sandi.ingress.admission;

/** What became of a request that was admitted, or may have been. */
sealed interface Settlement {

  Decision.Ticket ticket();

  /** It is published. Told only of requests with a key: their answer is now the one to repeat. */
  record Done(Decision.Admitted admitted) implements Settlement {

    @Override
    public Decision.Ticket ticket() {
      return admitted.ticket();
    }
  }

  /**
   * It is not: what it took is given back. Giving back twice gives back once, and what has been
   * taken over by a later request with the same key is not given back.
   */
  record GivenBack(Decision.Ticket ticket) implements Settlement {}

  /**
   * Nobody knows whether it was admitted, or will be by a statement that is still on its way: what
   * it took is given back, and it can take nothing any more.
   */
  record GivenUp(Candidate candidate) implements Settlement {

    @Override
    public Decision.Ticket ticket() {
      return new Decision.Ticket(
          candidate, candidate.session(), candidate.session(), 0, false, null, false);
    }
  }
}
