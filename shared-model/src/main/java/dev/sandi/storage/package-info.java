/** How every service keeps its tables: whole batches in one statement, partitions by day. */
@NullMarked
package dev.sandi.storage;

import org.jspecify.annotations.NullMarked;
