/** What stands in deploy/kubernetes, held against Kubernetes, the operators and the services. */
@NullMarked
package dev.sandi.kubernetes;

import org.jspecify.annotations.NullMarked;
