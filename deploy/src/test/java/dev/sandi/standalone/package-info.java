/** The packaged services, each in a process of its own, told by environment variables only. */
@NullMarked
package dev.sandi.standalone;

import org.jspecify.annotations.NullMarked;
