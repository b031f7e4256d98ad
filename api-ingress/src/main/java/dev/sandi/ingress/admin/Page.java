package dev.sandi.ingress.admin;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A page of a list.
 *
 * @param nextCursor what to give as {@code cursor} to get the next one; null on the last one
 */
public record Page<T>(List<T> data, @Nullable String nextCursor) {}
