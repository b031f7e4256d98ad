package dev.sandi.processor.check;

import java.util.List;

/**
 * What is put to the checks at a time, in the order of its partition.
 *
 * @param history what was asked for before
 */
record Batch(List<Asked> requests, History history) {}
