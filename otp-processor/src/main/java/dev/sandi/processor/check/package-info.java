/** What may refuse a session before a code is made: each check is one small class. */
@NullMarked
package dev.sandi.processor.check;

import org.jspecify.annotations.NullMarked;
