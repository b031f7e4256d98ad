package dev.sandi.bench.crash;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/**
 * The database has no connection to spare: somebody else has taken all but those of superusers,
 * also those that copies had.
 */
final class TakeConnections implements Mishaps {

  private static final long SHORTEST = 3_000;
  private static final long LONGEST = 15_000;
  private static final long AGAIN_MILLIS = 200;

  private final DatabasePart database;
  private final Set<String> copies;
  private final BooleanSupplier allReady;

  /**
   * @param copies names of those that need the database
   * @param allReady whether all of them are
   */
  TakeConnections(DatabasePart database, Set<String> copies, BooleanSupplier allReady) {
    this.database = database;
    this.copies = Set.copyOf(copies);
    this.allReady = allReady;
  }

  @Override
  public Mishap draw(SplittableRandom random) {
    return new Taken(random.nextLong(SHORTEST, LONGEST));
  }

  private final class Taken implements Mishap {

    private final long length;
    private final Thread thread = new Thread(this::take, "connections");
    private volatile boolean ended;

    Taken(long length) {
      this.length = length;
    }

    @Override
    public String place() {
      return database.name();
    }

    @Override
    public String what() {
      return "without a connection to spare";
    }

    @Override
    public Impact impact() {
      return Impact.doubting(Doubt.SUBMITS, Doubt.CALLBACKS).unready(copies);
    }

    @Override
    public void begin() {
      thread.setDaemon(true);
      thread.start();
    }

    private void take() {
      List<Connection> taken = new ArrayList<>();
      try (Connection superuser = database.superuser()) {
        while (!ended) {
          takeAll(taken);
          database.endSessionsOfCopies(superuser);
          takeAll(taken);
          TimeUnit.MILLISECONDS.sleep(AGAIN_MILLIS);
        }
      } catch (SQLException e) {
        // It was hit otherwise.
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      } finally {
        taken.forEach(TakeConnections::close);
      }
    }

    private void takeAll(List<Connection> taken) {
      try {
        while (!ended) {
          taken.add(database.session());
        }
      } catch (SQLException e) {
        // That was the last one.
      }
    }

    @Override
    public long length() {
      return length;
    }

    @Override
    public void end() {
      ended = true;
      try {
        thread.join();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }

    @Override
    public boolean isOver() {
      return allReady.getAsBoolean();
    }
  }

  private static void close(Connection connection) {
    try {
      connection.close();
    } catch (SQLException e) {
      // It has ended with the database.
    }
  }
}
