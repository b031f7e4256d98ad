/** What is answered without a real SMS: magic numbers, and the test numbers of an app. */
@NullMarked
package dev.sandi.ingress.sandbox;

import org.jspecify.annotations.NullMarked;
